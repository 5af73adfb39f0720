using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using MethodBody = Mono.Cecil.Cil.MethodBody;

namespace PluginFramework.Scripting.Execution;

/// <summary>
/// Puts calls of <see cref="PromptGuard"/> into compiled entries, at the beginning of methods and before jumps backwards, and of
/// <see cref="PromptTasks"/> where the task that a call returns is dropped.
/// </summary>
/// <remarks>
/// <para>
/// Done on the compiled code because there everything is a method or a jump: lambdas, iterators, async methods, members that the compiler
/// made. Weighed against it, all tried on .NET 10: the compiler's own cancellation instrumentation leaves out a script's top level, replaces
/// cancellation tokens the entry chose itself, and compiled scripts to code that ended the process; rewriting the syntax cannot reach
/// lambdas that are expressions without knowing their types; <c>ControlledExecution</c> ended the process when it aborted several threads.
/// </para>
/// <para>So library code is never stopped within; it is when it next calls into the entry.</para>
/// </remarks>
internal static class GuardWeaver
{
    /// <summary>Weaves an assembly.</summary>
    /// <param name="image">The assembly as the compiler emitted it.</param>
    /// <returns>
    /// The assembly to load, and whether it is an expression or statement and nothing else, so that nothing it makes can call back into it.
    /// </returns>
    public static (MemoryStream Image, bool IsSelfContained) Weave(Stream image)
    {
        using var module = ModuleDefinition.ReadModule(image);
        var own = ReferenceTo(module);
        var guard = new TypeReference(typeof(PromptGuard).Namespace, nameof(PromptGuard), module, own);
        var tasks = new TypeReference(typeof(PromptTasks).Namespace, nameof(PromptTasks), module, own);
        var enter = new MethodReference(nameof(PromptGuard.Enter), module.TypeSystem.Void, guard);
        var check = new MethodReference(nameof(PromptGuard.Check), module.TypeSystem.Void, guard);
        var methods = module.GetTypes().SelectMany(type => type.Methods).ToArray();
        foreach (var method in methods)
        {
            if (!method.HasBody) continue;
            DroppedTasks.Weave(method.Body, tasks);
            Weave(method.Body, enter, check);
        }

        var woven = new MemoryStream();
        module.Write(woven);
        woven.Position = 0;
        return (woven, Array.TrueForAll(methods, IsOfTheEntryItself));
    }

    private static void Weave(MethodBody body, MethodReference enter, MethodReference check)
    {
        body.SimplifyMacros();
        var il = body.GetILProcessor();
        var order = body.Instructions.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        foreach (var jump in body.Instructions.ToArray())
        {
            if (!IsBackward(jump, order)) continue;

            CallAt(jump, check, il);
        }

        // An async method catches for its task within its outermost try; what it threw before that would end the process.
        if (body.Method.Name == "MoveNext" && body.ExceptionHandlers is [.., var outermost]) CallAt(outermost.TryStart, enter, il);
        else il.InsertBefore(body.Instructions[0], Instruction.Create(OpCodes.Call, enter));
        body.OptimizeMacros();
    }

    /// <summary>Makes the instruction itself the call, so that whoever jumps there and what begins there takes in the call, too.</summary>
    private static void CallAt(Instruction instruction, MethodReference method, ILProcessor il)
    {
        var moved = Instruction.Create(OpCodes.Nop);
        (moved.OpCode, moved.Operand) = (instruction.OpCode, instruction.Operand);
        (instruction.OpCode, instruction.Operand) = (OpCodes.Call, method);
        il.InsertAfter(instruction, moved);
    }

    private static bool IsBackward(Instruction jump, Dictionary<Instruction, int> order) => jump.Operand switch
    {
        Instruction target => order[target] <= order[jump],
        Instruction[] targets => Array.Exists(targets, target => order[target] <= order[jump]),
        _ => false,
    };

    private static bool IsOfTheEntryItself(MethodDefinition method) =>
        method.DeclaringType.Name.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal)
        || (method.DeclaringType is { IsNested: false } && (method.IsConstructor || method.Name is "<Initialize>" or "<Factory>"))
        || (method.DeclaringType is { IsNested: true } && method.DeclaringType.Name.StartsWith("<<Initialize>>", StringComparison.Ordinal));

    private static AssemblyNameReference ReferenceTo(ModuleDefinition module)
    {
        var name = typeof(PromptGuard).Assembly.GetName();
        if (module.AssemblyReferences.FirstOrDefault(reference => reference.Name == name.Name) is { } existing) return existing;
        var added = new AssemblyNameReference(name.Name, name.Version);
        module.AssemblyReferences.Add(added);
        return added;
    }
}
