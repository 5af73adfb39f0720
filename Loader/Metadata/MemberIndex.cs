using System.Collections.Concurrent;
using System.Reflection.Metadata;

namespace PluginFramework.Loader.Metadata;

/// <summary>The types of an assembly and their members by name and signature. Immutable once made.</summary>
internal sealed class MemberIndex
{
    private static readonly ConcurrentDictionary<string, MemberIndex> HostIndexes = new(StringComparer.Ordinal);

    private readonly Dictionary<string, (HashSet<string> Members, TypeShape? Base)> _types = new(StringComparer.Ordinal);
    private readonly string _assembly;

    public MemberIndex(ImageFile file)
    {
        _assembly = file.Name;
        foreach (var handle in file.Reader.TypeDefinitions) Add(file, handle);
    }

    /// <summary>The index of an assembly that every plugin shares with the host.</summary>
    public static MemberIndex Host(string name) => HostIndexes.GetOrAdd(name, OfHost);

    public bool HasType(string name) => _types.ContainsKey(name);

    public bool HasMember(string type, string member)
    {
        // A member may have moved up to a base type. What lies beyond this assembly is the framework's, which keeps its own promises.
        while (_types.TryGetValue(type, out var entry))
        {
            if (entry.Members.Contains(member)) return true;
            if (entry.Base is not { } parent || parent.Definition is "System.Object" or "System.ValueType") return false;
            if (parent.Assembly != _assembly || !parent.Arguments.IsEmpty) return !member.StartsWith(".ctor", StringComparison.Ordinal);
            type = parent.Definition;
        }
        return false;
    }

    /// <summary>How a member is found: its name and signature, types by name alone.</summary>
    public static string KeyOf(string name, MethodSignature<TypeShape> signature) =>
        $"{name}`{signature.GenericParameterCount}({string.Join(",", signature.ParameterTypes)}){signature.ReturnType}";

    public static string KeyOf(string name, TypeShape field) => $"{name}:{field}";

    private static MemberIndex OfHost(string name)
    {
        using var file = ImageFile.Open(HostAssemblies.PathOf(name) ?? throw new FileNotFoundException($"The host's own {name}.dll is missing."));
        return new MemberIndex(file);
    }

    private void Add(ImageFile file, TypeDefinitionHandle handle)
    {
        var type = file.Reader.GetTypeDefinition(handle);
        var provider = new TypeShapeProvider(file, null);
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var methodHandle in type.GetMethods())
        {
            var method = file.Reader.GetMethodDefinition(methodHandle);
            members.Add(KeyOf(file.Reader.GetString(method.Name), method.DecodeSignature(provider, null)));
        }
        foreach (var fieldHandle in type.GetFields())
        {
            var field = file.Reader.GetFieldDefinition(fieldHandle);
            members.Add(KeyOf(file.Reader.GetString(field.Name), field.DecodeSignature(provider, null)));
        }
        _types[file.NameOf(handle)] = (members, type.BaseType.IsNil ? null : file.ShapeOf(type.BaseType, null));
    }
}
