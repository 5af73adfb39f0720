using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PluginFramework.Scripting.Tests;

/// <summary>A plugin of a test's own, loaded as the host loads one.</summary>
internal sealed class PluginStub
{
    // A context that nobody holds unloads itself.
    private AssemblyLoadContext? _context;

    private PluginStub(AssemblyLoadContext context) => (_context, Context) = (context, new(context));

    public WeakReference<AssemblyLoadContext> Context { get; }

    public bool IsAlive => Context.TryGetTarget(out _);

    /// <summary>Loads a plugin whose types live in the namespace <c>Greeting</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PluginStub Load(int version = 1, string members = "")
    {
        var context = new AssemblyLoadContext("plugin", isCollectible: true);
        context.LoadFromStream(Compile(version, members));
        return new(context);
    }

    /// <summary>Begins to unload it, as the host does when it was stopped.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Unload()
    {
        _context?.Unload();
        _context = null;
    }

    /// <summary>Whether its code goes, within twenty seconds.</summary>
    public async Task<bool> IsFreedAsync()
    {
        for (var i = 0; i < 1000 && IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return !IsAlive;
    }

    /// <summary>Its assembly.</summary>
    public static MemoryStream Compile(int version, string members = "")
    {
        var code = $$"""
            [assembly: System.Reflection.AssemblyVersion("1.{{version}}.0.0")]
            [assembly: PluginFramework.Plugins.Plugin("greeting")]
            namespace Greeting
            {
                public class Greeter : System.IComparable
                {
                    public const int Version = {{version}};
                    public string Greet() => "hello {{version}}";
                    public int CompareTo(object other) => 0;
                    public async System.Threading.Tasks.Task<string> Wait() { await System.Threading.Tasks.Task.Delay(-1); return Greet(); }
                    {{members}}
                    public static System.IComparable Make() => new Greeter();
                }
            }
            """;
        var references = AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => !assembly.IsDynamic && assembly.Location.Length > 0)
            .Select(assembly => MetadataReference.CreateFromFile(assembly.Location));
        var image = new MemoryStream();
        CSharpCompilation.Create("Greeting", [CSharpSyntaxTree.ParseText(code)], references, new(OutputKind.DynamicallyLinkedLibrary)).Emit(image).Success.ShouldBeTrue();
        image.Position = 0;
        return image;
    }
}
