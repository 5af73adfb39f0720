using System.Collections.Immutable;
using System.IO.Compression;
using PluginFramework.Loader.Contexts;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Store;
using PluginFramework.Loader.Support;

namespace PluginFramework.Loader;

public sealed class PluginDirectoryWatcherTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Scan_OfEveryForm_FindsEach()
    {
        _folder.Drop("Folder", Plugin("folder"));
        PluginCompiler.Compile(_folder.Drops, "Loose", Plugin("loose"));
        Pack("packed.nupkg", PluginCompiler.Compile(_folder.Work, "Packed", Plugin("packed")));
        Directory.CreateDirectory(Path.Combine(_folder.Drops, "empty"));
        File.WriteAllText(Path.Combine(_folder.Drops, "notes.txt"), "no plugin");
        var picture = await _folder.ScanAsync();
        picture.Select(candidate => candidate.Manifest?.Id).ShouldBe(["folder", "loose", "packed"], ignoreOrder: true);
        picture.ShouldAllBe(candidate => candidate.Problem == null && candidate.StorePath.StartsWith(_folder.Store.Directory) && candidate.ContentHash.Length == 64);
    }

    [Fact]
    public async Task Scan_OfLooseAssemblies_TellsPluginsFromTheirDependencies()
    {
        var library = PluginCompiler.Compile(_folder.Drops, "Library", "public class Library;");
        PluginCompiler.Compile(_folder.Drops, "One", Plugin("one") + "public class X : Library;", library);
        PluginCompiler.Compile(_folder.Drops, "Two", Plugin("two"));
        var picture = await _folder.ScanAsync();
        picture.Select(candidate => candidate.Manifest?.Id).ShouldBe(["one", "two"]);
        File.Exists(Path.Combine(picture[0].StorePath, "Library.dll")).ShouldBeTrue();
        File.Exists(Path.Combine(picture[1].StorePath, "Library.dll")).ShouldBeFalse();
    }

    [Fact]
    public async Task Scan_OfUnchangedDrops_ReadsNothingAgain()
    {
        var path = _folder.Drop("One", Plugin("one"));
        Age(path);
        var first = await _folder.ScanAsync();
        File.Delete(Path.Combine(first[0].StorePath, "One.dll"));
        (await _folder.ScanAsync(Reopened()))[0].ContentHash.ShouldBe(first[0].ContentHash, "a damaged copy is made again");
        File.Exists(Path.Combine(first[0].StorePath, "One.dll")).ShouldBeTrue();
    }

    [Fact]
    public async Task Scan_OfFileReplacedWithSameLengthAndTime_SeesTheNewContent()
    {
        var path = _folder.Drop("One", Plugin("aaa"));
        Age(path);
        var before = await _folder.ScanAsync();
        var time = File.GetLastWriteTimeUtc(path);
        var other = PluginCompiler.Compile(_folder.Work, "One", Plugin("bbb"));
        new FileInfo(other).Length.ShouldBe(new FileInfo(path).Length);
        File.Copy(other, path, overwrite: true);
        File.SetLastWriteTimeUtc(path, time);
        var after = await _folder.ScanAsync(Reopened());
        (before[0].Manifest!.Id, after[0].Manifest!.Id).ShouldBe(("aaa", "bbb"));
    }

    [Theory]
    [InlineData("native", "is a native library")]
    [InlineData("text", "is not a .NET assembly")]
    [InlineData("cut", "is truncated")]
    [InlineData("two", "holds 2 plugins (A.dll, B.dll)")]
    [InlineData("none", "so it is no plugin")]
    [InlineData("unlisted", "Gone.dll, listed in P.deps.json, is missing")]
    [InlineData("json", "P.deps.json is truncated or damaged")]
    [InlineData("zip", "is truncated or no NuGet package")]
    [InlineData("traversal", "leads out of its folder")]
    [InlineData("framework", "only for net99.0")]
    public async Task Watch_OfBadDrop_SaysWhatIsWrongOnceItGivesUp(string kind, string expected)
    {
        var folder = Path.Combine(_folder.Drops, "bad");
        switch (kind)
        {
            case "native":
                File.WriteAllBytes(Path.Combine(_folder.Drops, "bad.dll"), NativeImage());
                break;
            case "text":
                File.WriteAllText(Path.Combine(_folder.Drops, "bad.dll"), new string('x', 3000));
                break;
            case "cut":
                var whole = File.ReadAllBytes(PluginCompiler.Compile(_folder.Work, "P", Plugin("p")));
                Directory.CreateDirectory(folder);
                File.WriteAllBytes(Path.Combine(folder, "P.dll"), whole[..^100]);
                break;
            case "two":
                PluginCompiler.Compile(folder, "A", Plugin("a"));
                PluginCompiler.Compile(folder, "B", Plugin("b"));
                break;
            case "none":
                PluginCompiler.Compile(folder, "A", "public class A;");
                break;
            case "unlisted":
                PluginCompiler.Compile(folder, "P", Plugin("p"));
                File.WriteAllText(Path.Combine(folder, "P.deps.json"), Dependencies("Gone.dll"));
                break;
            case "json":
                PluginCompiler.Compile(folder, "P", Plugin("p"));
                File.WriteAllText(Path.Combine(folder, "P.deps.json"), Dependencies("Gone.dll")[..40]);
                break;
            case "zip":
                File.WriteAllText(Path.Combine(_folder.Drops, "bad.nupkg"), "PK but no zip");
                break;
            case "traversal":
                Pack("bad.nupkg", PluginCompiler.Compile(_folder.Work, "P", Plugin("p")), extra: "lib/net10.0/../../../evil.dll");
                break;
            default:
                Pack("bad.nupkg", PluginCompiler.Compile(_folder.Work, "P", Plugin("p")), framework: "net99.0");
                break;
        }
        var picture = await WatchUntilAsync(picture => picture.Any(candidate => candidate.Problem is not null));
        var candidate = picture.ShouldHaveSingleItem();
        candidate.Problem.ShouldNotBeNull().ShouldContain(expected);
        candidate.Manifest.ShouldBeNull();
        Directory.GetFiles(_folder.Root, "evil*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Scan_OfWhatIsIncomplete_SaysSoAtOnce_AndTheWatchTakesTheRest()
    {
        var whole = File.ReadAllBytes(PluginCompiler.Compile(_folder.Work, "P", Plugin("p")));
        var path = Path.Combine(_folder.Drops, "P.dll");
        File.WriteAllBytes(path, whole[..^100]);
        using var watcher = new PluginDirectoryWatcher(_folder.Options with { GiveUpTime = TimeSpan.FromMinutes(10) }, _folder.Store);
        (await watcher.ScanAsync(TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Problem.ShouldNotBeNull().ShouldContain("is truncated");

        File.WriteAllBytes(path, whole);
        await foreach (var picture in watcher.WatchAsync(TestContext.Current.CancellationToken))
        {
            if (picture is [{ Manifest: not null }]) break;
        }
    }

    [Fact]
    public async Task Scan_OfPackageThatNeedsAnother_SaysToDropTheFolder()
    {
        Pack("packed.nupkg", PluginCompiler.Compile(_folder.Work, "Packed", Plugin("packed")), dependency: "Some.Library");
        (await _folder.ScanAsync())[0].Manifest!.Problems.ShouldHaveSingleItem().ShouldContain("depends on Some.Library 1.0.0");
    }

    [Fact]
    public async Task Scan_OfFolderWhoseDependencyFileListsWhatTheHostProvides_TakesIt()
    {
        var path = _folder.Drop("P", Plugin("p"));
        File.WriteAllText(Path.ChangeExtension(path, ".deps.json"), Dependencies("PluginFramework.Contracts.dll"));
        var candidate = (await _folder.ScanAsync()).ShouldHaveSingleItem();
        candidate.Problem.ShouldBeNull();
        TestFolder.NewLoader().Load(candidate, SharedContractSelection.Empty).Assembly.GetName().Name.ShouldBe("P");
    }

    [Fact]
    public async Task Watch_OfSlowChunkedCopy_NeverShowsHalfOfIt()
    {
        var source = PluginCompiler.Compile(_folder.Work, "Slow", Plugin("slow") + "public class Text { public const string X = \"" + new string('x', 4000) + "\"; }");
        var bytes = File.ReadAllBytes(source);
        var target = Path.Combine(_folder.Drops, "slow");
        List<ImmutableArray<PluginCandidate>> pictures = [];
        var watch = WatchUntilAsync(picture => picture.Any(candidate => candidate.Manifest is not null), pictures);

        Directory.CreateDirectory(target);
        await using (var stream = File.Create(Path.Combine(target, "Slow.dll")))
        {
            foreach (var chunk in bytes.Chunk(bytes.Length / 20))
            {
                await stream.WriteAsync(chunk, TestContext.Current.CancellationToken);
                await stream.FlushAsync(TestContext.Current.CancellationToken);
                // Some pauses are longer than the settle time: what has come so far looks settled, and is not complete.
                await Task.Delay(TimeSpan.FromMilliseconds(chunk.Length % 2 == 0 ? 25 : 90), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }
        await watch;
        pictures.SelectMany(picture => picture).ShouldAllBe(candidate => candidate.Problem == null && candidate.Manifest!.Id == "slow");
    }

    [Fact]
    public async Task Watch_OfOverwriteThatStalls_KeepsThePreviousVersionUntilItGivesUp()
    {
        var path = _folder.Drop("One", Plugin("one") + "[assembly: System.Reflection.AssemblyVersion(\"1.0.0.0\")]");
        var second = File.ReadAllBytes(PluginCompiler.Compile(_folder.Work, "One", Plugin("one") + "[assembly: System.Reflection.AssemblyVersion(\"2.0.0.0\")]"));
        List<ImmutableArray<PluginCandidate>> pictures = [];
        var step = 0;
        await WatchUntilAsync(picture =>
        {
            var only = picture.SingleOrDefault();
            switch (step)
            {
                case 0 when only?.Manifest?.Version == "1.0.0":
                    step = 1;
                    File.WriteAllBytes(path, second[..700]);
                    return false;
                case 1 when only?.Problem is not null:
                    step = 2;
                    File.WriteAllBytes(path, second);
                    return false;
                default:
                    return step == 2 && only?.Manifest?.Version == "2.0.0";
            }
        }, pictures);
        pictures.Where(picture => picture.Length > 0).Select(picture => picture.ShouldHaveSingleItem().Manifest?.Version ?? "problem").ShouldBe(["1.0.0", "problem", "2.0.0"]);
    }

    [Fact]
    public async Task Watch_OfEveryKindOfChange_Converges()
    {
        var other = PluginCompiler.Compile(_folder.Work, "Two", Plugin("two"));
        var one = Path.Combine(_folder.Drops, "One");
        var incoming = Path.Combine(_folder.Drops, ".incoming");
        // What each picture shows, as id@name, and what is done next.
        (string Picture, Action Next)[] script =
        [
            ("", () => _folder.Drop("One", Plugin("one"))),
            ("one@One", () =>
            {
                Directory.CreateDirectory(incoming);
                File.Copy(other, Path.Combine(incoming, "Two.dll"));
                Directory.Move(incoming, Path.Combine(_folder.Drops, "Two"));
            }),
            ("one@One two@Two", () => PluginCompiler.Compile(one, "One", Plugin("uno"))),
            ("uno@One two@Two", () => Directory.Move(Path.Combine(_folder.Drops, "Two"), Path.Combine(_folder.Drops, "Zwei"))),
            ("uno@One two@Zwei", () => Directory.Delete(one, recursive: true)),
            ("two@Zwei", () => PluginCompiler.Compile(one, "One", Plugin("one"))),
            ("one@One two@Zwei", () =>
            {
                Directory.Delete(one, recursive: true);
                PluginCompiler.Compile(one, "One", Plugin("again"));
            }),
            ("again@One two@Zwei", () =>
            {
                File.Copy(Path.Combine(one, "One.dll"), Path.Combine(_folder.Drops, "One.dll"));
                Directory.Delete(one, recursive: true);
            }),
            ("again@One.dll two@Zwei", () => Directory.Delete(_folder.Drops, recursive: true)),
            ("", () => PluginCompiler.Compile(one, "One", Plugin("back"))),
            ("back@One", () => { }),
        ];
        var step = 0;
        await WatchUntilAsync(picture =>
        {
            var text = string.Join(' ', picture.Select(candidate => $"{candidate.Manifest?.Id ?? candidate.Problem}@{Path.GetFileName(candidate.Location)}"));
            if (text != script[step].Picture) return false;
            script[step].Next();
            return ++step == script.Length;
        });
    }

    [Fact]
    public async Task Watch_OfFoldersReplacedByRenaming_HearsOfEach()
    {
        _folder.Drop("One", Plugin("one"));
        using var watcher = new PluginDirectoryWatcher(_folder.Options with { RescanInterval = TimeSpan.FromHours(1) }, _folder.Store);
        await watcher.ScanAsync(TestContext.Current.CancellationToken);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Patience);
        var pictures = watcher.WatchAsync(timeout.Token).GetAsyncEnumerator(timeout.Token);
        var target = Path.Combine(_folder.Drops, "One");
        for (var version = 2; version <= 5; version++)
        {
            var next = pictures.MoveNextAsync().AsTask();
            var path = PluginCompiler.Compile(Path.Combine(_folder.Work, $"v{version}"), "One", Plugin("one") + $"public class V{version};");
            Directory.Move(target, Path.Combine(_folder.Work, $"before{version}"));
            Directory.Move(Path.GetDirectoryName(path)!, target);

            (await next).ShouldBeTrue();

            pictures.Current.ShouldHaveSingleItem().ContentHash.ShouldNotBeEmpty($"version {version}");
        }

        var overwritten = pictures.MoveNextAsync().AsTask();
        File.Copy(PluginCompiler.Compile(Path.Combine(_folder.Work, "last"), "One", Plugin("one")), Path.Combine(target, "One.dll"), overwrite: true);
        (await overwritten).ShouldBeTrue("what happens in the folder is heard of too");
        await pictures.DisposeAsync();
    }

    [Fact]
    public async Task Watch_OfFolderThatDoesNotExistYet_FindsWhatComes()
    {
        Directory.Delete(_folder.Drops);
        var watch = WatchUntilAsync(picture => picture.Length == 1);
        _folder.Drop("Late", Plugin("late"));
        (await watch)[0].Manifest!.Id.ShouldBe("late");
    }

    private async Task<ImmutableArray<PluginCandidate>> WatchUntilAsync(Func<ImmutableArray<PluginCandidate>, bool> done,
        List<ImmutableArray<PluginCandidate>>? pictures = null)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Patience);
        using var watcher = new PluginDirectoryWatcher(_folder.Options, _folder.Store);
        ImmutableArray<PluginCandidate> last = [];
        try
        {
            await foreach (var picture in watcher.WatchAsync(timeout.Token))
            {
                last = picture;
                pictures?.Add(picture);
                if (done(picture)) return picture;
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The picture stayed at: {string.Join("; ", last)}");
        }
        return last;
    }

    private ContentStore Reopened() => new(Path.Combine(_folder.Root, "run"));

    private static string Plugin(string id) => $"[assembly: Plugin(\"{id}\")] ";

    private static void Age(string path)
    {
        // The index trusts only times that lie back a little; the time of making cannot be set everywhere.
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddYears(40));
        File.SetCreationTimeUtc(path, DateTime.UnixEpoch.AddYears(40));
    }

    private static byte[] NativeImage()
    {
        // The smallest headers that make a Windows library without .NET metadata.
        var builder = new System.Reflection.PortableExecutable.PEHeaderBuilder(
            machine: System.Reflection.PortableExecutable.Machine.Amd64, imageCharacteristics: System.Reflection.PortableExecutable.Characteristics.Dll);
        var blob = new System.Reflection.Metadata.BlobBuilder();
        new NativeBuilder(builder).Serialize(blob);
        return blob.ToArray();
    }

    private sealed class NativeBuilder(System.Reflection.PortableExecutable.PEHeaderBuilder header)
        : System.Reflection.PortableExecutable.PEBuilder(header, null)
    {
        protected override ImmutableArray<Section> CreateSections() =>
            [new Section(".text", System.Reflection.PortableExecutable.SectionCharacteristics.ContainsCode)];

        protected override System.Reflection.Metadata.BlobBuilder SerializeSection(string name, System.Reflection.PortableExecutable.SectionLocation location)
        {
            var blob = new System.Reflection.Metadata.BlobBuilder();
            blob.WriteBytes(0xc3, 16);
            return blob;
        }

        protected override System.Reflection.PortableExecutable.PEDirectoriesBuilder GetDirectories() => new();
    }

    private static string Dependencies(string asset) => $$"""
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" },
          "targets": { ".NETCoreApp,Version=v10.0": { "P/1.0.0": { "dependencies": { "L": "1.0.0" }, "runtime": { "P.dll": {} } }, "L/1.0.0": { "runtime": { "lib/net10.0/{{asset}}": { "assemblyVersion": "1.0.0.0", "fileVersion": "1.0.0.0" } } } } },
          "libraries": { "P/1.0.0": { "type": "project", "serviceable": false, "sha512": "" }, "L/1.0.0": { "type": "package", "serviceable": true, "sha512": "" } }
        }
        """;

    private void Pack(string name, string assembly, string? extra = null, string framework = "net10.0", string? dependency = null)
    {
        var id = Path.GetFileNameWithoutExtension(assembly);
        using var zip = ZipFile.Open(Path.Combine(_folder.Drops, name), ZipArchiveMode.Create);
        zip.CreateEntryFromFile(assembly, $"lib/{framework}/{id}.dll");
        if (extra is not null) zip.CreateEntryFromFile(assembly, extra);
        using var writer = new StreamWriter(zip.CreateEntry($"{id}.nuspec").Open());
        var dependencies = dependency is null ? "" : $"<dependency id=\"{dependency}\" version=\"1.0.0\" />";
        writer.Write($"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2012/06/nuspec.xsd"><metadata>
            <id>{id}</id><version>1.0.0</version><authors>a</authors><description>d</description>
            <packageTypes><packageType name="PluginFrameworkPlugin" /></packageTypes>
            <dependencies><group targetFramework="{framework}"><dependency id="PluginFramework.Contracts" version="1.0.0" />{dependencies}</group></dependencies>
            </metadata></package>
            """);
    }
}
