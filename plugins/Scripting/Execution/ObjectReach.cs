using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.Loader;
using PluginFramework.Plugins;
using PluginFramework.Scripting.Packages;

namespace PluginFramework.Scripting.Execution;

/// <summary>Tells whether an object of an entry holds one whose type lives in certain load contexts.</summary>
/// <remarks>
/// It looks through what is the entries' own: objects of types they declare, closures, and the framework's collections and tasks. The host and
/// other plugins let go of what they hold by themselves, so it does not look into their objects, nor where the framework keeps what is the whole
/// process's. It runs none of their code.
/// </remarks>
/// <param name="contexts">The contexts.</param>
/// <param name="time">The clock.</param>
/// <param name="begin">When looking began (<see cref="TimeProvider.GetTimestamp"/>): all of it together has a limit.</param>
/// <param name="bounds">How far it looks.</param>
internal sealed class ObjectReach(HashSet<AssemblyLoadContext> contexts, TimeProvider time, long begin, ReachBounds bounds)
{
    /// <summary>By way of these everything hangs together: each timer knows the next one, each socket those that are waited for with it.</summary>
    private static readonly FrozenSet<string> Shared =
    [
        "System.Threading.TimerQueue", "System.Net.Sockets.SocketAsyncEngine", typeof(AppDomain).FullName!, typeof(CancellationTokenRegistration).FullName!,
    ];

    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";

    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<object> _open = [];
    private readonly Dictionary<Type, FieldInfo[]> _fields = [];

    /// <summary>Whether it does; and what is to be taken for true where that is not found out within bounds.</summary>
    public bool IsReachedFrom(object root)
    {
        Push(root);
        while (_open.TryPop(out var next))
        {
            if (Involves(next)) return true;
            if (_seen.Count > bounds.Objects || time.GetElapsedTime(begin) > bounds.Time) return bounds.Otherwise;
        }

        return false;
    }

    private bool Involves(object value)
    {
        var type = value.GetType();
        if (IsOf(type)) return true;
        switch (value)
        {
            case Type named:
                return IsOf(named);
            case MemberInfo member:
                return member.DeclaringType is { } owner && IsOf(owner);
            case Assembly or AssemblyLoadContext:
                return contexts.Contains(value as AssemblyLoadContext ?? AssemblyLoadContext.GetLoadContext((Assembly)value)!);
            case Delegate one:
                foreach (var call in one.GetInvocationList())
                {
                    if (call.Method.DeclaringType is { } declaring && IsOf(declaring)) return true;
                    Push(call.Target);
                }

                return false;
            case Array array:
                if (IsLeaf(type.GetElementType()!)) return false;
                foreach (var item in array)
                {
                    if (_seen.Count > bounds.Objects) return bounds.Otherwise;
                    Push(item);
                }

                return false;
            default:
                foreach (var field in Fields(type)) Push(field.GetValue(value));
                return false;
        }
    }

    private void Push(object? value)
    {
        if (value is not null && !IsLeaf(value.GetType()) && _seen.Add(value)) _open.Push(value);
    }

    private bool IsOf(Type type)
    {
        if (type.HasElementType) return IsOf(type.GetElementType()!);
        if (AssemblyLoadContext.GetLoadContext(type.Assembly) is { } context && contexts.Contains(context)) return true;
        return type.IsConstructedGenericType && Array.Exists(type.GetGenericArguments(), IsOf);
    }

    private FieldInfo[] Fields(Type type)
    {
        if (_fields.TryGetValue(type, out var known)) return known;
        const BindingFlags Flags = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var fields = new List<FieldInfo>();
        for (var current = type; current is not null && IsOpen(current.Assembly); current = current.BaseType)
            fields.AddRange(current.GetFields(Flags).Where(field => !IsLeaf(field.FieldType) && !IsNextTimer(field)));
        return _fields[type] = [.. fields];
    }

    private static bool IsLeaf(Type type) => type.IsPrimitive || type.IsPointer || type.IsFunctionPointer || type.IsByRefLike || type.IsEnum
        || type == typeof(string) || type == typeof(Pointer) || typeof(Thread).IsAssignableFrom(type) || typeof(ExecutionContext).IsAssignableFrom(type)
        || Shared.Contains(type.FullName ?? "");

    private static bool IsNextTimer(FieldInfo field) => field.FieldType == field.DeclaringType && field.FieldType.FullName == "System.Threading.TimerQueueTimer";

    private static bool IsOpen(Assembly assembly) => assembly == typeof(IPluginContext).Assembly
        || (AssemblyLoadContext.GetLoadContext(assembly) is { } context && (context.Name is EntryLoadContext.ContextName or PackageLoadContext.ContextName
            || (context == AssemblyLoadContext.Default && assembly.Location.StartsWith(Framework, StringComparison.Ordinal))));
}
