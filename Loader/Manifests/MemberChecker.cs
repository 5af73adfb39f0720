using System.Reflection.Metadata;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Manifests;

/// <summary>Looks up every reference into the assemblies that plugins share, by name and signature.</summary>
internal sealed class MemberChecker(PluginFolder folder)
{
    private readonly Dictionary<string, MemberIndex?> _indexes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What <paramref name="file"/> refers to and is not there, by the assembly that lacks it.</summary>
    public Dictionary<string, List<string>> FindMissing(ImageFile file)
    {
        var missing = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        void Add(string assembly, string what)
        {
            if (!missing.TryGetValue(assembly, out var list)) missing[assembly] = list = [];
            if (!list.Contains(what)) list.Add(what);
        }

        foreach (var handle in file.Reader.TypeReferences)
        {
            var type = file.ShapeOf(handle);
            if (IndexOf(type.Assembly) is { } index && !index.HasType(type.Definition)) Add(type.Assembly, type.Definition);
        }

        var provider = new TypeShapeProvider(file, folder);
        foreach (var handle in file.Reader.MemberReferences)
        {
            var member = file.Reader.GetMemberReference(handle);
            if (member.Parent.Kind is not (HandleKind.TypeReference or HandleKind.TypeSpecification)) continue;
            var type = file.ShapeOf(member.Parent, folder);
            if (type.Element is not null || IndexOf(type.Assembly) is not { } index || !index.HasType(type.Definition)) continue;
            var name = file.Reader.GetString(member.Name);
            var key = member.GetKind() is MemberReferenceKind.Method
                ? MemberIndex.KeyOf(name, member.DecodeMethodSignature(provider, null))
                : MemberIndex.KeyOf(name, member.DecodeFieldSignature(provider, null));
            if (!index.HasMember(type.Definition, key)) Add(type.Assembly, name == ".ctor" ? $"a constructor of {type.Definition}" : $"{type.Definition}.{Readable(name)}");
        }
        return missing;
    }

    private static string Readable(string name) =>
        name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) ? name[4..]
        : name.StartsWith("add_", StringComparison.Ordinal) ? name[4..]
        : name;

    private MemberIndex? IndexOf(string assembly)
    {
        if (HostAssemblies.IsUnified(assembly)) return MemberIndex.Host(assembly);
        if (HostAssemblies.Provides(assembly)) return null;
        if (_indexes.TryGetValue(assembly, out var known)) return known;
        return _indexes[assembly] = folder.IsSharedContract(assembly) ? new MemberIndex(folder.Find(assembly)!) : null;
    }
}
