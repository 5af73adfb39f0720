using System.IO.Compression;
using PluginFramework.Loader.Feeds.Packages;
using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Loader.Feeds;

public sealed class PackageSafetyTests : IDisposable
{
    private const string Nuspec = """<package><metadata><id>Bad</id><version>1.0.0</version><authors>a</authors><description>d</description></metadata></package>""";
    private readonly FeedFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../evil.dll", "leads out of its folder")]
    [InlineData("lib/net10.0/../../../evil.dll", "leads out of its folder")]
    [InlineData("/etc/evil", "leads out of its folder")]
    [InlineData("C:/evil.dll", "leads out of its folder")]
    [InlineData("lib\\..\\..\\evil.dll", "leads out of its folder")]
    [InlineData("lib/%2e%2e/%2E%2E/evil.dll", "leads out of its folder")]
    public void Open_OfNamesThatLeadOut_IsRefused(string name, string expected) => Refuse(zip => Add(zip, name, "x")).ShouldContain(expected);

    [Fact]
    public void Open_OfLinks_IsRefused() => Refuse(zip => Add(zip, "lib/net10.0/link.dll", "/etc/passwd").ExternalAttributes = unchecked((int)0xA1FF0000)).ShouldContain("the link 'lib/net10.0/link.dll'");

    [Fact]
    public void Open_OfNamesThatDifferInCaseOnly_IsRefused() => Refuse(zip =>
    {
        Add(zip, "lib/a.dll", "1");
        Add(zip, "LIB/A.dll", "2");
    }).ShouldContain("twice");

    [Fact]
    public void Open_OfTooManyFiles_IsRefused() => Refuse(zip =>
    {
        for (var index = 0; index < 51; index++) Add(zip, $"lib/{index}", "x");
    }).ShouldContain("more than 50");

    [Fact]
    public void Open_OfWhatUnpacksTooLong_IsRefused() => Refuse(zip => Add(zip, "lib/zeros", new string('0', 1_100_000))).ShouldContain("unpacks to more than 1000000 bytes");

    [Fact]
    public void Read_OfLengthThatLies_GivesNoMoreThanIsClaimed()
    {
        var path = Write(zip => Add(zip, "lib/zeros", new string('0', 1_500_000)));
        var bytes = File.ReadAllBytes(path);
        // The length in the directory at the end, and in the header before the content.
        foreach (var offset in Offsets(bytes, BitConverter.GetBytes(1_500_000))) BitConverter.GetBytes(10).CopyTo(bytes, offset);
        using var archive = PackageArchive.Open("bad", new MemoryStream(bytes), Limits);
        archive.Read("lib/zeros").Length.ShouldBe(10, "what was counted when it was opened holds");
    }

    [Fact]
    public void Open_OfNoPackage_IsRefused()
    {
        Should.Throw<FeedException>(() => PackageArchive.Open("x.nupkg", new MemoryStream("no zip"u8.ToArray()), Limits)).Message.ShouldContain("x.nupkg is damaged or no package");
        Refuse(zip => zip.GetEntry("Bad.nuspec")!.Delete()).ShouldContain("it has no .nuspec");
        Refuse(zip => Add(zip, "Other.nuspec", Nuspec)).ShouldContain("several .nuspec");
        Refuse(zip =>
        {
            zip.GetEntry("Bad.nuspec")!.Delete();
            Add(zip, "Bad.nuspec", "<package><metadata><id>");
        }).ShouldContain("damaged or no package");
        Refuse(zip =>
        {
            zip.GetEntry("Bad.nuspec")!.Delete();
            Add(zip, "Bad.nuspec", "<!DOCTYPE x [<!ENTITY a \"b\">]>" + Nuspec);
        }).ShouldContain("damaged or no package", customMessage: "entities are not expanded");
    }

    [Fact]
    public async Task PackageInTheCache_WithOneByteFlipped_IsFetchedAgain_AndWithoutTheFeedRefused()
    {
        var path = _folder.AddPlugin("One", "1.0.0");
        using var feeds = _folder.Open();
        var cached = await feeds.DownloadAsync("One", "1.0.0", cancellationToken: Token);
        var whole = File.ReadAllBytes(cached.Path);
        Flip(cached.Path);
        (await feeds.DownloadAsync("One", "1.0.0", cancellationToken: Token)).Sha512.ShouldBe(cached.Sha512);
        File.ReadAllBytes(cached.Path).ShouldBe(whole);

        Flip(cached.Path);
        File.Delete(path);
        (await Should.ThrowAsync<FeedException>(feeds.DownloadAsync("One", "1.0.0", cancellationToken: Token))).Message.ShouldContain("One 1.0.0");
    }

    [Fact]
    public async Task PackageReplacedUnderTheSameVersion_IsRefused()
    {
        _folder.AddPlugin("One", "1.0.0", "Lib 1.0.0");
        _folder.AddLibrary("Lib", "1.0.0");
        PluginLockFile installed;
        using (var feeds = _folder.Open()) installed = (await feeds.PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("One"), cancellationToken: Token)).After;

        Directory.Delete(_folder.Cache, recursive: true);
        _folder.Add(new TestPackage("Lib", "1.0.0") { Source = "public class Evil;" });
        using (var feeds = _folder.Open())
        {
            (await Should.ThrowAsync<FeedException>(feeds.StageAsync(installed, _folder.Staging, cancellationToken: Token))).Message.ShouldContain("Lib 1.0.0 is not the package that the lock file records");
            await Should.ThrowAsync<FeedException>(feeds.PlanAsync(installed, new PluginRequest.Restore(), isLocked: true, cancellationToken: Token));
        }
    }

    [Fact]
    public async Task PackageThatIsAnother_IsRefused()
    {
        _folder.AddPlugin("One", "1.0.0");
        File.Copy(Path.Combine(_folder.Packages, "One.1.0.0.nupkg"), Path.Combine(_folder.Packages, "Two.1.0.0.nupkg"));
        using var feeds = _folder.Open();
        await Should.ThrowAsync<FeedException>(feeds.DownloadAsync("Two", "1.0.0", cancellationToken: Token));
        (await Should.ThrowAsync<FeedException>(feeds.DownloadAsync("../../evil", "1.0.0", cancellationToken: Token))).Message.ShouldNotBeEmpty();
    }

    private static FeedLimits Limits => new() { LongestContent = 1_000_000, MostFiles = 50 };

    private string Refuse(Action<ZipArchive> change)
    {
        var path = Write(change);
        return Should.Throw<FeedException>(() => PackageArchive.Open(path, Limits).Dispose()).Message;
    }

    private string Write(Action<ZipArchive> change)
    {
        var path = Path.Combine(_folder.Root, $"{Guid.NewGuid():n}.nupkg");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create)) Add(zip, "Bad.nuspec", Nuspec);
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Update)) change(zip);
        return path;
    }

    private static ZipArchiveEntry Add(ZipArchive zip, string name, string content)
    {
        var entry = zip.CreateEntry(name);
        using var writer = new StreamWriter(entry.Open());
        writer.Write(content);
        return entry;
    }

    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private static IEnumerable<int> Offsets(byte[] bytes, byte[] wanted)
    {
        for (var index = 0; index <= bytes.Length - wanted.Length; index++)
        {
            if (bytes.AsSpan(index, wanted.Length).SequenceEqual(wanted)) yield return index;
        }
    }
}
