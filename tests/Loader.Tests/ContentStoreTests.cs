using System.Text;
using PluginFramework.Loader.Store;
using PluginFramework.Loader.Support;

namespace PluginFramework.Loader;

public sealed class ContentStoreTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Add_OfFiles_StoresThemUnderTheirHash()
    {
        var content = _folder.Store.Add([File("a.dll", "one"), File("sub/b.txt", "two")]);
        Path.GetFileName(content.Path).ShouldBe(content.Hash[..32]);
        System.IO.File.ReadAllText(Path.Combine(content.Path, "sub", "b.txt")).ShouldBe("two");
        _folder.Store.Add([File("sub/b.txt", "two"), File("a.dll", "one")]).ShouldBe(content);
        _folder.Store.Add([File("a.dll", "one"), File("sub/c.txt", "two")]).Hash.ShouldNotBe(content.Hash);
        Entries().ShouldBe(2);
    }

    [Theory]
    [InlineData("../out")]
    [InlineData("sub/../../out")]
    [InlineData("/etc/out")]
    [InlineData("back\\slash")]
    [InlineData("line\nbreak")]
    [InlineData(".content")]
    public void Add_OfNameThatLeadsOut_WritesNothing(string name)
    {
        Should.Throw<InvalidDataException>(() => _folder.Store.Add([File("fine", "x"), File(name, "y")]));
        Directory.EnumerateFileSystemEntries(_folder.Store.Directory).ShouldBeEmpty();
        Directory.EnumerateFiles(_folder.Root, "out*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(3, "four")]
    [InlineData(5, "four")]
    public void Add_OfFileThatChangesMeanwhile_StoresNothing(long listed, string actual)
    {
        Should.Throw<ContentChangedException>(() => _folder.Store.Add([File("a", actual) with { Length = listed }]));
        Entries().ShouldBe(0);
    }

    [Fact]
    public void Add_InterruptedAtAnyRead_LeavesNoCopyAndTheNextAddSucceeds()
    {
        for (var reads = 0; reads < 4; reads++)
        {
            var files = new[] { File("a", new string('a', 200_000)), File("b", "b") };
            var left = reads;
            Should.Throw<IOException>(() => _folder.Store.Add([.. files.Select(file => file with { Open = () => new FailingStream(file.Open(), () => left-- == 0) })]));
            Entries().ShouldBe(0, $"after {reads} reads");
        }
        _folder.Store.Add([File("a", "x")]);
        Entries().ShouldBe(1);
    }

    [Fact]
    public void Add_WhereStagingOfAKilledProcessLies_IsNotDisturbedAndGarbageCollectionClearsItOnceOld()
    {
        var content = _folder.Store.Add([File("a", "x")]);
        var staging = Directory.CreateDirectory(Path.Combine(_folder.Store.Directory, ".staging-dead")).FullName;
        System.IO.File.WriteAllText(Path.Combine(staging, "a"), "half");
        _folder.Store.Add([File("a", "x")]).ShouldBe(content);

        _folder.Store.CollectGarbage([content.Path]);
        Directory.Exists(staging).ShouldBeTrue("it may belong to a process that is copying");
        Directory.SetLastWriteTimeUtc(staging, DateTime.UnixEpoch);
        _folder.Store.CollectGarbage([content.Path]);
        Directory.Exists(staging).ShouldBeFalse();
        Directory.Exists(content.Path).ShouldBeTrue();
    }

    [Fact]
    public void Add_WhereTheCopyIsDamaged_ReplacesIt()
    {
        var content = _folder.Store.Add([File("a", "whole")]);
        System.IO.File.WriteAllText(Path.Combine(content.Path, "a"), "");
        _folder.Store.Add([File("a", "whole")]).ShouldBe(content);
        System.IO.File.ReadAllText(Path.Combine(content.Path, "a")).ShouldBe("whole");
    }

    [Fact]
    public void Add_FromManyThreads_MakesOneCopy()
    {
        Parallel.For(0, 32, index => (index % 2 == 0 ? _folder.Store : new ContentStore(Path.Combine(_folder.Root, "run"))).Add([File("a", new string('x', 100_000))]));
        Entries().ShouldBe(1);
        Directory.EnumerateDirectories(_folder.Store.Directory).ShouldHaveSingleItem();
    }

    [Fact]
    public void Find_AfterRestart_KnowsWhatWasRemembered()
    {
        var content = _folder.Store.Add([File("a", "x")]);
        _folder.Store.Remember(Key('1'), content);
        Reopened().Find(Key('1')).ShouldBe(content);
        Reopened().Find(Key('2')).ShouldBeNull();
    }

    [Fact]
    public void Find_WithDamagedIndex_ForgetsOnlyWhatIsDamaged()
    {
        var first = _folder.Store.Add([File("a", "x")]);
        var second = _folder.Store.Add([File("a", "y")]);
        _folder.Store.Remember(Key('1'), first);
        _folder.Store.Remember(Key('2'), second);
        var index = Path.Combine(_folder.Store.Directory, "index");
        var whole = System.IO.File.ReadAllBytes(index);
        for (var position = 0; position < whole.Length; position += 5)
        {
            var damaged = whole.ToArray();
            damaged[position] ^= 1;
            System.IO.File.WriteAllBytes(index, damaged);
            var found = new[] { Reopened().Find(Key('1')), Reopened().Find(Key('2')) };
            found[0].ShouldBeOneOf(first, null);
            found[1].ShouldBeOneOf(second, null);
            found.ShouldContain(content => content != null, $"damaged at {position}");

            System.IO.File.WriteAllBytes(index, whole[..position]);
            var store = Reopened();
            store.Remember(Key('3'), first);
            Reopened().Find(Key('3')).ShouldBe(first, $"cut at {position}");
        }
    }

    [Fact]
    public void CollectGarbage_KeepsWhatIsNamedAndForgetsTheRest()
    {
        var kept = _folder.Store.Add([File("a", "x")]);
        var gone = _folder.Store.Add([File("a", "y")]);
        _folder.Store.Remember(Key('1'), kept);
        _folder.Store.Remember(Key('2'), gone);
        _folder.Store.CollectGarbage([kept.Path, ""]).ShouldBe(1);
        Reopened().Find(Key('1')).ShouldBe(kept);
        Reopened().Find(Key('2')).ShouldBeNull();
        Directory.Exists(gone.Path).ShouldBeFalse();
    }

    private ContentStore Reopened() => new(Path.Combine(_folder.Root, "run"));

    private int Entries() => Directory.EnumerateDirectories(_folder.Store.Directory).Count(path => !Path.GetFileName(path).StartsWith('.'));

    private static string Key(char digit) => new(digit, 64);

    private static ContentFile File(string name, string text) => new(name, text.Length, () => new MemoryStream(Encoding.ASCII.GetBytes(text)));

    private sealed class FailingStream(Stream inner, Func<bool> fails) : MemoryStream
    {
        public override int Read(Span<byte> buffer) => fails() ? throw new IOException("The disk has gone.") : inner.Read(buffer);
    }
}
