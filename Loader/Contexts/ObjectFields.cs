using System.Reflection;

namespace PluginFramework.Loader.Contexts;

/// <summary>What an object refers to. One for a search, for it remembers types.</summary>
internal sealed class ObjectFields
{
    private readonly Dictionary<Type, FieldInfo[]> _fields = [];

    /// <summary>Whether a field of that type can lead to an object worth following.</summary>
    public static bool CanHold(Type type) =>
        !type.IsPrimitive && !type.IsEnum && !type.IsPointer && !type.IsByRefLike && !type.IsFunctionPointer && type != typeof(string) && type != typeof(decimal);

    public IEnumerable<object> Of(object value)
    {
        // Weak references hold nothing, though they have a field.
        var type = value.GetType();
        if (value is WeakReference || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(WeakReference<>))) yield break;
        if (value is Array array)
        {
            if (!CanHold(type.GetElementType()!)) yield break;
            foreach (var item in array)
            {
                if (item is not null) yield return item;
            }
            yield break;
        }
        foreach (var field in FieldsOf(type))
        {
            if (field.GetValue(value) is { } item) yield return item;
        }
    }

    private FieldInfo[] FieldsOf(Type type)
    {
        if (_fields.TryGetValue(type, out var known)) return known;
        List<FieldInfo> fields = [];
        for (var current = type; current is not null; current = current.BaseType)
        {
            fields.AddRange(current.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(field => CanHold(field.FieldType)));
        }
        return _fields[type] = [.. fields];
    }
}
