using PluginFramework.Loader.Manifests;
using PluginFramework.Loader.Support;

namespace PluginFramework.Loader;

public sealed class CompatibilityCheckerTests : IDisposable
{
    private const string Plugin = "[assembly: Plugin(\"p\")] ";
    private const string Stamp = "[assembly: System.Reflection.AssemblyMetadata(\"PluginFramework.Contracts\", \"1.3\")] ";

    // A Contracts of the future: the parts of it that the plugins here use, and a member more.
    private const string NewerContracts = """
        [assembly: System.Reflection.AssemblyVersion("1.0.0.0")]
        namespace PluginFramework.Network { public interface INothing; }
        namespace PluginFramework.Plugins
        {
            public sealed class PluginAttribute(string id) : Attribute { public string Id { get; } = id; public Type? Options { get; set; } }
            public interface IPluginContext { string Id { get; } string Colour { get; } void Paint(int times); }
            public interface IBrandNew;
        }
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Check_OfOrdinaryPlugin_FindsNothing()
    {
        Compile("""
            [Protocol("p")] [method: ImportingConstructor]
            public class S(IPluginContext context, ILiveExports<IDisposable> live) : ConnectionHandler
            {
                public override Task OnConnectedAsync(ConnectionContext c)
                {
                    var info = ClientInfo.Describe("p", c) with { IsLocal = true };
                    foreach (var export in live.Current) Console.WriteLine(export.PluginId + export.Metadata.Count + context.TimeProvider + info.RemoteAddress + info);
                    return Task.CompletedTask;
                }
            }
            """);
        Check().ShouldBeEmpty();
    }

    [Fact]
    public void Check_OfMemberTheHostLacks_NamesIt()
    {
        CompileAgainstNewer("public class X { public static string Get(IPluginContext c) { c.Paint(1); return c.Id + c.Colour; } }");
        var problem = Check().ShouldHaveSingleItem();
        problem.ShouldContain("`PluginFramework.Plugins.IPluginContext.Paint`, `PluginFramework.Plugins.IPluginContext.Colour`");
        problem.ShouldContain("Contracts 1.0 lacks");
        problem.ShouldNotContain("IPluginContext.Id");
    }

    [Fact]
    public void Check_OfTypeTheHostLacks_NamesIt()
    {
        CompileAgainstNewer("public class X : IBrandNew;");
        Check().ShouldHaveSingleItem().ShouldContain("`PluginFramework.Plugins.IBrandNew`");
    }

    [Fact]
    public void Check_OfNewerStamp_NamesBothVersionsAndTheMember()
    {
        CompileAgainstNewer(Stamp + "public class X { public static string Get(IPluginContext c) => c.Colour; }");
        Check().ShouldHaveSingleItem().ShouldStartWith("P needs Contracts 1.3 (`PluginFramework.Plugins.IPluginContext.Colour`), this host has 1.0;");
    }

    [Fact]
    public void Check_OfNewerStampAlone_NamesBothVersions()
    {
        Compile(Stamp);
        Check().ShouldHaveSingleItem().ShouldStartWith("P needs Contracts 1.3, this host has 1.0;");
    }

    [Fact]
    public void Check_OfAnotherMajorOfContracts_NamesIt()
    {
        var contracts = PluginCompiler.Compile(Path.Combine(_folder.Root, "other"), "PluginFramework.Contracts",
            NewerContracts.Replace("1.0.0.0", "2.0.0.0", StringComparison.Ordinal), isBare: true, PluginCompiler.ModelPath);
        PluginCompiler.Compile(_folder.Work, "P", Plugin, isBare: true, contracts, PluginCompiler.ModelPath);
        Check().ShouldHaveSingleItem().ShouldContain("built against Contracts 2.x, this host has 1.0");
    }

    [Fact]
    public void Check_OfPrivateCopyOfAnotherMajor_NamesIt()
    {
        Compile("");
        PluginCompiler.Compile(_folder.Work, "PluginFramework.Contracts",
            NewerContracts.Replace("1.0.0.0", "2.0.0.0", StringComparison.Ordinal), isBare: true, PluginCompiler.ModelPath);
        Check().ShouldHaveSingleItem().ShouldContain("its own copy of PluginFramework.Contracts, of major version 2");
    }

    [Fact]
    public void Check_OfHarmlessPrivateCopies_FindsNothing()
    {
        Compile("");
        File.Copy(PluginCompiler.ContractsPath, Path.Combine(_folder.Work, "PluginFramework.Contracts.dll"));
        File.Copy(PluginCompiler.ModelPath, Path.Combine(_folder.Work, "System.Composition.AttributedModel.dll"));
        Check().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(".NETCoreApp,Version=v99.0", "built for .NET 99.0")]
    [InlineData(".NETFramework,Version=v4.8", "built for .NET Framework 4.8")]
    public void Check_OfForeignFramework_NamesIt(string framework, string expected)
    {
        Compile($"[assembly: System.Runtime.Versioning.TargetFramework(\"{framework}\")]");
        Check().ShouldHaveSingleItem().ShouldContain(expected);
    }

    [Fact]
    public void Check_OfMissingDependency_NamesWhoNeedsIt()
    {
        var deep = PluginCompiler.Compile(_folder.Work, "Deep", "public class Deep;");
        var library = PluginCompiler.Compile(_folder.Work, "Library", "public class Library : Deep;", deep);
        Compile("public class X : Library;", library, deep);
        Check().ShouldBeEmpty();
        File.Delete(deep);
        Check().ShouldContain(problem => problem.Contains("Library.dll needs Deep 0.0.0.0", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_OfSharedContractWithoutTheMember_NamesIt()
    {
        var old = PluginCompiler.Compile(_folder.Work, "Acme", "[assembly: SharedContract] public interface IAcme { void Old(); }");
        var now = PluginCompiler.Compile(Path.Combine(_folder.Root, "new"), "Acme", "[assembly: SharedContract] public interface IAcme { void Old(); void New(); }");
        Compile("public class X { public static void Run(IAcme a) { a.Old(); a.New(); } }", now);
        var problem = Check().ShouldHaveSingleItem();
        problem.ShouldContain("`IAcme.New`");
        problem.ShouldNotContain("IAcme.Old");
        File.Exists(old).ShouldBeTrue();
    }

    [Fact]
    public void Check_OfImageCutAtAnyLength_SaysTruncated()
    {
        Compile("public class X { public string Text => new string('x', 100); }");
        var whole = File.ReadAllBytes(Path.Combine(_folder.Work, "P.dll"));
        for (var length = 0; length < whole.Length; length += 61)
        {
            File.WriteAllBytes(Path.Combine(_folder.Work, "P.dll"), whole[..length]);
            Check().ShouldHaveSingleItem($"cut at {length} of {whole.Length}").ShouldContain("truncated");
        }
        File.WriteAllBytes(Path.Combine(_folder.Work, "P.dll"), whole);
        Check().ShouldBeEmpty();
    }

    [Fact]
    public void Check_OfDamagedMetadata_NeverThrows()
    {
        Compile("public class X { public string Text => new string('x', 100); [Import] public IPluginContext? C { get; set; } }");
        var path = Path.Combine(_folder.Work, "P.dll");
        var whole = File.ReadAllBytes(path);
        for (var position = 0x80; position < whole.Length; position += 7)
        {
            var damaged = whole.ToArray();
            damaged[position] ^= 0xff;
            File.WriteAllBytes(path, damaged);
            Should.NotThrow(() => CompatibilityChecker.Check(_folder.Work, "P.dll"), $"damaged at {position}");
            try
            {
                ManifestReader.Read(_folder.Work, "P.dll");
            }
            catch (ManifestException)
            {
                // The one way to say so.
            }
        }
    }

    [Fact]
    public void Check_OfForeignFile_SaysItIsNoAssembly()
    {
        Directory.CreateDirectory(_folder.Work);
        File.WriteAllText(Path.Combine(_folder.Work, "P.dll"), new string('x', 5000));
        Check().ShouldHaveSingleItem().ShouldContain("P.dll is not a .NET assembly");
    }

    private System.Collections.Immutable.ImmutableArray<string> Check() => CompatibilityChecker.Check(_folder.Work, "P.dll");

    private void Compile(string source, params string[] references) => PluginCompiler.Compile(_folder.Work, "P", Plugin + source, references);

    private void CompileAgainstNewer(string source)
    {
        var contracts = PluginCompiler.Compile(Path.Combine(_folder.Root, "newer"), "PluginFramework.Contracts", NewerContracts, isBare: true, PluginCompiler.ModelPath);
        PluginCompiler.Compile(_folder.Work, "P", Plugin + source, isBare: true, contracts, PluginCompiler.ModelPath);
    }
}
