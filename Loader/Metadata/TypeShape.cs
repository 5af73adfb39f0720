using System.Collections.Immutable;
using PluginFramework.Loader.Manifests;

namespace PluginFramework.Loader.Metadata;

/// <summary>A type as metadata names it, taken apart.</summary>
/// <param name="Definition">The full name without generic arguments: <c>Ns.Outer+Inner`1</c>; <c>!0</c> for a type parameter.</param>
/// <param name="Assembly">The simple name of the assembly that defines it.</param>
/// <param name="Arguments">Its generic arguments; empty without.</param>
/// <param name="Element">For an array, the element type.</param>
internal sealed record TypeShape(string Definition, string Assembly, ImmutableArray<TypeShape> Arguments, TypeShape? Element = null)
{
    public TypeShape(string definition, string assembly) : this(definition, assembly, [])
    {
    }

    /// <summary>The name as <see cref="ContractKey.TypeName"/> has it.</summary>
    public string Name => Element is not null ? Element.Name + "[]"
        : Arguments.IsEmpty ? Definition
        : $"{Definition}[{string.Join(",", Arguments.Select(argument => argument.Name))}]";

    public bool Is(string assembly, string definition) => Element is null && Definition == definition && Assembly == assembly;

    public ContractKey ToContract(string? contractName) => new(Name, (Element ?? this).Assembly, contractName);

    public override string ToString() => Name;
}
