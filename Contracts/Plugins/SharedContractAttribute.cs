namespace PluginFramework.Plugins;

/// <summary>
/// Marks an assembly whose types plugins may exchange. The host loads it once per major version, into a context that the
/// plugins which provide and which consume those types both see, so plugins can extend each other without the host knowing.
/// </summary>
/// <remarks>
/// Such an assembly holds interfaces, records and attributes, and references only the shared framework, Contracts and other
/// shared contract assemblies. It travels in the folder or package of every plugin that uses it.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class SharedContractAttribute : Attribute;
