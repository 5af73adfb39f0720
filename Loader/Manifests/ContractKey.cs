namespace PluginFramework.Loader.Manifests;

/// <summary>Names a contract across load contexts: the same in metadata and, by <see cref="Of"/>, of a loaded type.</summary>
/// <param name="TypeName">
/// The full name as reflection writes it without assemblies: <c>PluginFramework.Chat.IChatNetwork</c>, <c>Ns.Outer+Inner</c>,
/// <c>Ns.IHandler`1[Ns.Order]</c>.
/// </param>
/// <param name="AssemblyName">The simple name of the assembly that defines the (outermost generic) type.</param>
/// <param name="ContractName">MEF's contract name, or <see langword="null"/>.</param>
public readonly record struct ContractKey(string TypeName, string AssemblyName, string? ContractName = null)
{
    /// <summary>The key of a loaded type.</summary>
    public static ContractKey Of(Type type, string? contractName = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new(NameOf(type), type.Assembly.GetName().Name ?? "", contractName);
    }

    /// <inheritdoc/>
    public override string ToString() => ContractName is null ? TypeName : $"{TypeName} \"{ContractName}\"";

    private static string NameOf(Type type)
    {
        if (type.IsArray) return NameOf(type.GetElementType()!) + "[]";
        if (!type.IsConstructedGenericType) return type.FullName ?? type.Name;
        var arguments = string.Join(",", type.GetGenericArguments().Select(NameOf));
        return $"{type.GetGenericTypeDefinition().FullName}[{arguments}]";
    }
}
