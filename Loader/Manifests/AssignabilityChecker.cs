using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Manifests;

/// <summary>Tells from metadata whether what is exported is of the type it is exported as. One that is not fails MEF's whole container.</summary>
internal sealed class AssignabilityChecker(PluginFolder folder)
{
    /// <summary>Whether a type is surely not assignable to another; where something cannot be looked up, or generics are involved, nothing is sure.</summary>
    public bool IsSurelyNot(TypeShape type, TypeShape contract) =>
        contract.Element is null && contract.Arguments.IsEmpty && !contract.Definition.Contains('`', StringComparison.Ordinal)
        && contract.Definition != "System.Object" && Reaches(type, contract, []) is false;

    // True: found. False: looked everywhere. Null: something could not be looked up.
    private bool? Reaches(TypeShape type, TypeShape contract, HashSet<string> seen)
    {
        if (type.Is(contract.Assembly, contract.Definition)) return true;
        if (type.Element is not null || type.Definition.StartsWith('!')) return null;
        if (type.Definition == "System.Object" || !seen.Add(type.Definition)) return false;
        if (HostAssemblies.Provides(type.Assembly)) return HostReaches(type, contract);
        if (folder.FindType(type) is not var (file, handle)) return null;

        var definition = file.Reader.GetTypeDefinition(handle);
        var parents = definition.GetInterfaceImplementations().Select(entry => file.Reader.GetInterfaceImplementation(entry).Interface);
        if (!definition.BaseType.IsNil) parents = parents.Prepend(definition.BaseType);
        var isSure = true;
        foreach (var parent in parents)
        {
            var reaches = Reaches(file.ShapeOf(parent, folder), contract, seen);
            if (reaches is true) return true;
            isSure &= reaches is false;
        }
        return isSure ? false : null;
    }

    private static bool? HostReaches(TypeShape type, TypeShape contract)
    {
        if (HostAssemblies.FindType(type.Assembly, type.Definition) is not { } host) return null;
        var all = host.GetInterfaces().AsEnumerable();
        for (var parent = host.BaseType; parent is not null; parent = parent.BaseType) all = all.Append(parent);
        return all.Any(parent => parent.FullName == contract.Definition && parent.Assembly.GetName().Name == contract.Assembly);
    }
}
