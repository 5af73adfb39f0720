using System.Reflection;

namespace PluginFramework.Scripting.Compilation;

/// <summary>An assembly of the running process that entries may refer to. Holds it weakly: a prompt must not keep a plugin that has gone.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="ModuleId">The id of its module, which is that of its content.</param>
/// <param name="Assembly">The assembly.</param>
/// <param name="Location">The file it was loaded from; empty where there is none.</param>
internal sealed record LiveAssembly(string Name, Guid ModuleId, WeakReference<Assembly> Assembly, string Location)
{
    /// <summary>Its documentation where that is no file beside it.</summary>
    public DocumentationFile? Documentation { get; init; }

    public static LiveAssembly Of(Assembly assembly) =>
        new(assembly.GetName().Name ?? "", assembly.ManifestModule.ModuleVersionId, new WeakReference<Assembly>(assembly), assembly.Location);
}
