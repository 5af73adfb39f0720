using Mono.Cecil;
using Mono.Cecil.Cil;
using MethodBody = Mono.Cecil.Cil.MethodBody;

namespace PluginFramework.Scripting.Execution;

/// <summary>Finds in compiled code where the task that a call returns is dropped, and hands it to <see cref="PromptTasks"/> instead.</summary>
internal static class DroppedTasks
{
    private const string Space = "System.Threading.Tasks.";

    /// <param name="body">The code.</param>
    /// <param name="tasks"><see cref="PromptTasks"/>, as the code refers to it.</param>
    public static void Weave(MethodBody body, TypeReference tasks)
    {
        foreach (var instruction in body.Instructions)
        {
            // Whoever jumps there brings a value of the same type.
            if (instruction.OpCode != OpCodes.Pop || instruction.Previous is not { Operand: MethodReference called } call) continue;
            if ((call.OpCode != OpCodes.Call && call.OpCode != OpCodes.Callvirt) || Taker(called, tasks) is not { } taker) continue;
            (instruction.OpCode, instruction.Operand) = (OpCodes.Call, taker);
        }
    }

    private static MethodReference? Taker(MethodReference called, TypeReference tasks)
    {
        var type = called.ReturnType;

        // An array of tasks, or a reference to one, has the same element type.
        if (type is TypeSpecification and not GenericInstanceType) return null;
        switch (type.GetElementType().FullName)
        {
            case Space + nameof(Task):
            case Space + nameof(ValueTask):
                return Dropped(tasks, type);
            case Space + nameof(Task) + "`1":
                return Dropped(tasks, new TypeReference("System.Threading.Tasks", nameof(Task), tasks.Module, type.GetElementType().Scope));
            case Space + nameof(ValueTask) + "`1":
                var taker = Dropped(tasks, tasks);
                var result = new GenericParameter("T", taker);
                taker.GenericParameters.Add(result);
                taker.Parameters[0].ParameterType = new GenericInstanceType(type.GetElementType()) { GenericArguments = { result } };
                return new GenericInstanceMethod(taker) { GenericArguments = { Closed(((GenericInstanceType)type).GenericArguments[0], called) } };
            default:
                return null;
        }
    }

    private static MethodReference Dropped(TypeReference tasks, TypeReference parameter) =>
        new(nameof(PromptTasks.Dropped), tasks.Module.TypeSystem.Void, tasks) { Parameters = { new ParameterDefinition(parameter) } };

    /// <summary>A type in the signature of a method as it is where the method is called.</summary>
    private static TypeReference Closed(TypeReference type, MethodReference called)
    {
        switch (type)
        {
            case GenericParameter { Type: GenericParameterType.Method } parameter when called is GenericInstanceMethod method:
                return method.GenericArguments[parameter.Position];
            case GenericParameter { Type: GenericParameterType.Type } parameter when called.DeclaringType is GenericInstanceType owner:
                return owner.GenericArguments[parameter.Position];
            case GenericInstanceType generic:
                var closed = new GenericInstanceType(generic.ElementType);
                foreach (var argument in generic.GenericArguments) closed.GenericArguments.Add(Closed(argument, called));
                return closed;
            case ArrayType array:
                return array.IsVector ? new ArrayType(Closed(array.ElementType, called)) : new ArrayType(Closed(array.ElementType, called), array.Rank);
            default:
                return type;
        }
    }
}
