using System.Composition.Hosting.Core;
using PluginFramework.Loader.Manifests;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Composition;

/// <summary>
/// Supplies to a plugin's own MEF container what it imports from others, as ready instances: no container ever activates a part of
/// another, so activation neither crosses containers nor deadlocks between them. The one place where plugins meet.
/// </summary>
internal sealed class BridgeProvider(LiveExportRegistry registry, List<LiveExportSet> liveSets) : ExportDescriptorProvider
{
    /// <summary>What others provide; to be set before anything is asked for.</summary>
    public ILookup<ContractKey, BridgedExport> Imports { get; set; } = Array.Empty<BridgedExport>().ToLookup(export => export.Contract);

    public override IEnumerable<ExportDescriptorPromise> GetExportDescriptors(CompositionContract contract, DependencyAccessor descriptorAccessor)
    {
        var type = contract.ContractType;
        if (type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(ILiveExports<>)) return [LiveSet(contract)];
        return Imports[ContractKey.Of(type, contract.ContractName)].Select(export => Promise(contract, export));
    }

    private static ExportDescriptorPromise Promise(CompositionContract contract, BridgedExport export)
    {
        if (!contract.ContractType.IsInstanceOfType(export.Value))
        {
            throw new CompositionBridgeException(
                $"'{export.PluginId}' exports {export.Contract}, but from another copy of its assembly. Both plugins must see one copy: " +
                "mark the contract's assembly with [assembly: SharedContract].");
        }

        var metadata = export.Metadata.ToDictionary(pair => pair.Key, pair => pair.Value!);
        return new ExportDescriptorPromise(
            contract, $"plugin '{export.PluginId}'", isShared: true, NoDependencies, _ => ExportDescriptor.Create((_, _) => export.Value, metadata));
    }

    private ExportDescriptorPromise LiveSet(CompositionContract contract)
    {
        // MEF shares what this makes, so the set is made once per container and contract.
        var element = contract.ContractType.GetGenericArguments()[0];
        var set = registry.CreateSet(element, contract.ContractName);
        liveSets.Add(set);
        return new ExportDescriptorPromise(
            contract, "live exports", isShared: true, NoDependencies, _ => ExportDescriptor.Create((_, _) => set, NoMetadata));
    }
}
