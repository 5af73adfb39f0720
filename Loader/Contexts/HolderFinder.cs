using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;

namespace PluginFramework.Loader.Contexts;

/// <summary>
/// Looks for what keeps an unloaded context alive: walks from static fields to the nearest objects that belong to it. What is held
/// from stacks, native handles or thread statics it cannot see.
/// </summary>
internal sealed class HolderFinder
{
    private const int MostObjects = 300_000;
    private const int MostHolders = 8;

    private readonly AssemblyLoadContext _context;
    private readonly ObjectFields _fields = new();
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<Step> _queue = new();
    private readonly List<string> _found = [];

    private HolderFinder(AssemblyLoadContext context) => _context = context;

    /// <summary>The paths found, shortest first: <c>static Host.Events.Changed → Action → Plugin.Worker</c>.</summary>
    public static ImmutableArray<string> Find(AssemblyLoadContext context)
    {
        var finder = new HolderFinder(context);
        foreach (var (label, value) in StaticRoots.Find(context)) finder.Visit(value, new Step(label, null, null));
        while (finder._queue.TryDequeue(out var step) && finder._found.Count < MostHolders && finder._seen.Count < MostObjects)
        {
            foreach (var next in finder._fields.Of(step.Value!)) finder.Visit(next, step);
        }
        return [.. finder._found];
    }

    private void Visit(object value, Step from)
    {
        var type = value.GetType();
        if (!type.IsValueType && !_seen.Add(value)) return;
        if (Describe(value, type) is { } holder)
        {
            var path = string.Join(" → ", PathTo(from).Append(holder));
            if (!_found.Contains(path)) _found.Add(path);
            return;
        }
        // The runtime's own lists of what is loaded are weak, and its descriptions of types lead everywhere.
        if (value is string or MemberInfo or Assembly or Module or AssemblyLoadContext) return;
        _queue.Enqueue(new Step(type.IsArray || type.IsValueType ? null : NameOf(type), from, value));
    }

    /// <summary>What to call it if it belongs to the context, otherwise <see langword="null"/>.</summary>
    private string? Describe(object value, Type type) => value switch
    {
        AssemblyLoadContext context => context == _context ? "the load context itself" : null,
        Type reference => Owns(reference) ? $"the type {reference.FullName}" : null,
        MemberInfo { DeclaringType: { } declaring } member => Owns(declaring) ? $"the member {declaring.FullName}.{member.Name}" : null,
        Assembly assembly => AssemblyLoadContext.GetLoadContext(assembly) == _context ? $"the assembly {assembly.GetName().Name}" : null,
        Delegate { Target: null } function when function.GetInvocationList().Length == 1 && function.Method.DeclaringType is { } declaring && Owns(declaring) =>
            $"{NameOf(type)} → {declaring.FullName}.{function.Method.Name}",
        _ => Owns(type) ? NameOf(type, isLong: true) : null,
    };

    private bool Owns(Type type) =>
        type.HasElementType ? Owns(type.GetElementType()!)
        : AssemblyLoadContext.GetLoadContext(type.Assembly) == _context || (type.IsConstructedGenericType && type.GetGenericArguments().Any(Owns));

    private static Stack<string> PathTo(Step? step)
    {
        var path = new Stack<string>();
        for (; step is not null; step = step.From)
        {
            if (step.Label is not null) path.Push(step.Label);
        }
        return path;
    }

    private static string NameOf(Type type, bool isLong = false)
    {
        var name = isLong && !type.IsConstructedGenericType ? type.FullName ?? type.Name : type.Name;
        if (!type.IsConstructedGenericType) return name;
        var arguments = isLong ? string.Join(", ", type.GetGenericArguments().Select(argument => NameOf(argument, isLong: true))) : "";
        return $"{name.Split('`')[0]}<{arguments}>";
    }

    private sealed record Step(string? Label, Step? From, object? Value);
}
