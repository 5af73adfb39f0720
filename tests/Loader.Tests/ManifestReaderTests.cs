using System.Collections;
using System.Composition.Hosting;
using System.Composition.Hosting.Core;
using System.Reflection;
using PluginFramework.Loader.Manifests;
using PluginFramework.Loader.Support;

namespace PluginFramework.Loader;

public sealed class ManifestReaderTests : IDisposable
{
    private const string Everything = """
        [assembly: Plugin("all-of-it", Title = "All", Description = "Everything.", Options = typeof(Ns.Options))]
        [assembly: ResidentLibrary("Big.*")]
        [assembly: System.Reflection.AssemblyInformationalVersion("2.1.0-beta.3+abc")]
        [assembly: System.Reflection.AssemblyMetadata("PluginFramework.Contracts", "1.0")]
        namespace Ns
        {
            public interface IFoo;
            public interface IHandler<T>;
            public class Order;
            public class Outer { public class Inner; public interface IInner<T>; }
            public class Options : IPluginOptions { public IEnumerable<string> Validate() => []; }
            public enum Level { Low, High = 7 }
            [MetadataAttribute] public class TaggedAttribute(string tag) : Attribute { public string Tag { get; } = tag; public int Weight { get; set; } }

            [Export] public class Self;
            [Export("named")] public class Named;
            [Export("both", typeof(IFoo)), Export(typeof(IFoo)), ExportMetadata("Size", 3), ExportMetadata("Kinds", "a"), ExportMetadata("Kinds", "b")]
            public class Several : IFoo;
            [Export(typeof(IHandler<Order>)), Shared] internal class Orders : IHandler<Order>;
            [Export(typeof(IHandler<>))] public class Open<T> : IHandler<T>;
            [Export(typeof(Outer.IInner<List<Order[]>>)), Rank(5)] public class Nested : Outer.IInner<List<Order[]>>;
            [Export(typeof(IHandler<Dictionary<string, int?>>))] public class Framework : IHandler<Dictionary<string, int?>>;
            [Export(typeof(IDisposable)), Tagged("x", Weight = 2)] public class Disposer : IDisposable { public void Dispose() {} }
            [Export(typeof(Order)), ExportMetadata("Level", 7L), ExportMetadata("Bytes", new byte[] { 1, 2 }), ExportMetadata("Nothing", null)] public class Sub : Order;
            [Protocol("one", "tcp://127.0.0.1:1", "tls://127.0.0.1:2"), Protocol("two"), Rank(-1)]
            public class Server : ConnectionHandler { public override Task OnConnectedAsync(ConnectionContext c) => Task.CompletedTask; }
            [Transport("mem", Summary = "in memory")]
            public class Transport : IConnectionListenerFactory { public ValueTask<IConnectionListener> BindAsync(System.Net.EndPoint e, CancellationToken t) => throw new NotSupportedException(); }
            public class Giver { [Export, ExportMetadata("P", true)] public Order Made { get; } = new(); [Export("list")] public IFoo[] Foos => []; private string Hidden => ""; }
            [Export, PartNotDiscoverable] public class NotSeen;
            [Export] public abstract class Abstract;
            public class NoPart;
        }
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OfEveryKindOfExport_FindsWhatSystemCompositionFinds()
    {
        var path = PluginCompiler.Compile(_folder.Work, "Everything", Everything);
        var manifest = ManifestReader.Read(_folder.Work, "Everything.dll");
        manifest.Problems.ShouldBeEmpty();

        var expected = ExportsByComposition(Assembly.LoadFile(path));
        var read = manifest.Parts.SelectMany(part => part.Exports, (part, export) => $"{part.TypeName}: {export.Contract.TypeName}, "
            + $"{export.Contract.AssemblyName}, {export.Contract.ContractName} {Text(export.Metadata)}");
        read.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
        manifest.Parts.Length.ShouldBe(12);
    }

    [Fact]
    public void Read_OfAssemblyAttributes_GivesIdentity()
    {
        PluginCompiler.Compile(_folder.Work, "Everything", Everything);
        var manifest = ManifestReader.Read(_folder.Work, "Everything.dll");
        manifest.ShouldSatisfyAllConditions(
            () => manifest.Id.ShouldBe("all-of-it"),
            () => manifest.Title.ShouldBe("All"),
            () => manifest.Description.ShouldBe("Everything."),
            () => manifest.Version.ShouldBe("2.1.0-beta.3"),
            () => manifest.OptionsTypeName.ShouldBe("Ns.Options"),
            () => manifest.ContractsVersion.ShouldBe(new Version(1, 0)),
            () => manifest.ResidentLibraries.ShouldBe(["Big.*"]),
            () => manifest.AssemblyFile.ShouldBe("Everything.dll"));
    }

    [Fact]
    public void Read_OfImports_UnwrapsAndNamesThem()
    {
        PluginCompiler.Compile(_folder.Work, "Importer", """
            [assembly: Plugin("importer")]
            namespace Ns
            {
                public interface IA; public interface IB; public interface IC; public interface ID; public interface IE; public interface IF;
                public class Meta { public string? Name { get; set; } }
                [Export]
                [method: ImportingConstructor]
                public class Part(IA a, [Import("key")] Lazy<IB> b, [Import(AllowDefault = true)] IC? c, [ImportMany] IEnumerable<Lazy<ID, Meta>> d,
                    ILiveExports<IE> e, ExportFactory<IF> f, IEnumerable<int> plain, IPluginContext context)
                {
                    [Import] public List<IA> Property { get; set; } = [];
                    [ImportMany("m")] public IB[] Many { get; set; } = [];
                    public IC? NotImported { get; set; }
                    public object?[] Use() => [a, b, c, d, e, f, plain, context];
                }
                [Export] public class Plain { public Plain() { } public Plain(IA a) { } }
            }
            """, typeof(System.Composition.ExportFactory<>).Assembly.Location);
        var manifest = ManifestReader.Read(_folder.Work, "Importer.dll");
        manifest.Problems.ShouldBeEmpty();
        manifest.Imports.Select(import => $"{import.Site} {import.Cardinality} {import.Contract} {import.Contract.AssemblyName}").ShouldBe(
        [
            "Ns.Part(a) One Ns.IA Importer",
            "Ns.Part(b) One Ns.IB \"key\" Importer",
            "Ns.Part(c) Optional Ns.IC Importer",
            "Ns.Part(d) Many Ns.ID Importer",
            "Ns.Part(e) Live Ns.IE Importer",
            "Ns.Part(f) One Ns.IF Importer",
            "Ns.Part(plain) One System.Collections.Generic.IEnumerable`1[System.Int32] System.Private.CoreLib",
            "Ns.Part(context) One PluginFramework.Plugins.IPluginContext PluginFramework.Contracts",
            "Ns.Part.Property One System.Collections.Generic.List`1[Ns.IA] System.Private.CoreLib",
            "Ns.Part.Many Many Ns.IB \"m\" Importer",
        ]);
    }

    [Theory]
    [InlineData("[Mine] public class P; public class MineAttribute : ExportAttribute { public MineAttribute() : base(typeof(string)) {} }", "use [Export(typeof(...))]")]
    [InlineData("[Export] public class P { public P(string s) {} }", "[ImportingConstructor]")]
    [InlineData("[Export] public class P { [Import] public string S { get; private set; } = \"\"; }", "public setter")]
    [InlineData("[Export, ExportMetadata(\"T\", typeof(string))] public class P;", "cannot cross")]
    [InlineData("[Export, Odd] public class P; [MetadataAttribute] public class OddAttribute : Attribute { public int Computed => 3; }", "property Computed cannot be read")]
    [InlineData("[Export] public class P { [Import] public string One { get; set; } = \"\"; [ImportMany] public IEnumerable<string> Many { get; set; } = []; }", "use ILiveExports<T>")]
    [InlineData("[Export(typeof(IDisposable))] public class P;", "P exports System.IDisposable, which it is not")]
    [InlineData("[Export(typeof(IPluginOptions))] public class P : Base; public class Base : ConnectionHandler { public override Task OnConnectedAsync(ConnectionContext c) => Task.CompletedTask; }", "which it is not")]
    [InlineData("public class P { [Export(typeof(IDisposable))] public string S => \"\"; }", "P.S exports System.IDisposable")]
    [InlineData("[Protocol(\"x\")] public class P;", "P exports Microsoft.AspNetCore.Connections.ConnectionHandler")]
    [InlineData("[Export] public class P { [ImportMany] public HashSet<string> Many { get; set; } = []; }", "use IEnumerable<T>")]
    public void Read_OfWhatCannotWork_SaysWhatToDo(string source, string advice)
    {
        PluginCompiler.Compile(_folder.Work, "Bad", "[assembly: Plugin(\"bad\")]" + source);
        var problem = ManifestReader.Read(_folder.Work, "Bad.dll").Problems.ShouldHaveSingleItem();
        problem.ShouldContain(advice);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("1st")]
    [InlineData("under_score")]
    public void Read_OfInvalidId_NamesIt(string id)
    {
        PluginCompiler.Compile(_folder.Work, "Bad", $"[assembly: Plugin(\"{id}\")]");
        ManifestReader.Read(_folder.Work, "Bad.dll").Problems.ShouldHaveSingleItem().ShouldContain($"\"{id}\"");
    }

    [Fact]
    public void Read_OfExports_MarksSharedThoseOfSharedContractsOnly()
    {
        var shared = PluginCompiler.Compile(_folder.Work, "Acme.Contracts", "[assembly: SharedContract] namespace Acme { public interface IWidget; }");
        var plain = PluginCompiler.Compile(_folder.Work, "Acme.Library", "namespace Acme { public interface ITool; }");
        PluginCompiler.Compile(_folder.Work, "Acme", """
            [assembly: Plugin("acme")]
            [Export(typeof(Acme.IWidget))] public class W : Acme.IWidget;
            [Export(typeof(Acme.ITool))] public class T : Acme.ITool;
            [Protocol("p")] public class S : ConnectionHandler { public override Task OnConnectedAsync(ConnectionContext c) => Task.CompletedTask; }
            """, shared, plain);
        var manifest = ManifestReader.Read(_folder.Work, "Acme.dll");
        manifest.SharedExports.Select(export => export.Contract.TypeName).ShouldBe(
            ["Acme.IWidget", "Microsoft.AspNetCore.Connections.ConnectionHandler"], ignoreOrder: true);
        manifest.SharedContracts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            file => file.AssemblyName.ShouldBe("Acme.Contracts"),
            file => file.Version.ShouldBe(new Version(0, 0, 0, 0)),
            file => file.Mvid.ShouldNotBe(Guid.Empty),
            file => file.File.ShouldBe("Acme.Contracts.dll"));
    }

    [Fact]
    public void Read_OfAssemblyWithoutPluginAttribute_Throws()
    {
        PluginCompiler.Compile(_folder.Work, "Library", "public class X;");
        Should.Throw<ManifestException>(() => ManifestReader.Read(_folder.Work, "Library.dll")).Message.ShouldContain("[assembly: Plugin");
    }

    // What System.Composition finds in an assembly, through the descriptors it makes of its parts.
    private static List<string> ExportsByComposition(Assembly assembly)
    {
        var inspector = typeof(ContainerConfiguration).Assembly.GetType("System.Composition.TypedParts.Discovery.TypeInspector", throwOnError: true)!;
        var features = Array.CreateInstance(typeof(ContainerConfiguration).Assembly.GetType("System.Composition.TypedParts.ActivationFeatures.ActivationFeature", true)!, 0);
        var context = Activator.CreateInstance(typeof(ContainerConfiguration).Assembly.GetType("System.Composition.TypedParts.Util.DirectAttributeContext", true)!)!;
        var instance = Activator.CreateInstance(inspector, context, features)!;
        List<string> result = [];
        foreach (var type in assembly.GetTypes())
        {
            object?[] arguments = [type.GetTypeInfo(), null];
            if (inspector.GetMethod("InspectTypeForPart")!.Invoke(instance, arguments) is not true) continue;
            var exports = (IEnumerable)arguments[1]!.GetType().GetProperty("DiscoveredExports")!.GetValue(arguments[1])!;
            foreach (var export in exports)
            {
                var contract = (CompositionContract)export.GetType().GetProperty("Contract")!.GetValue(export)!;
                var metadata = (IDictionary<string, object>)export.GetType().GetProperty("Metadata")!.GetValue(export)!;
                var key = ContractKey.Of(contract.ContractType, contract.ContractName);
                result.Add($"{type.FullName}: {key.TypeName}, {key.AssemblyName}, {key.ContractName} {Text(metadata!)}");
            }
        }
        return result;
    }

    private static string Text(IEnumerable<KeyValuePair<string, object?>> metadata) =>
        "{" + string.Join(", ", metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={Text(entry.Value)}")) + "}";

    private static string Text(object? value) => value switch
    {
        null => "null",
        Array array => $"{array.GetType().Name}({string.Join(";", array.Cast<object?>().Select(Text))})",
        _ => $"{value.GetType().Name} {value}",
    };
}
