using System.Security.Cryptography;
using NuGet.Packaging.Core;
using PluginFramework.Loader.Feeds.Transport;

namespace PluginFramework.Loader.Feeds.Packages;

/// <summary>
/// Where a download is written: bounded, and reported as it grows. A second try after a lost connection begins by setting the length to 0
/// or the position back, so the hash is taken when all is there.
/// </summary>
internal sealed class DownloadStream(string path, long longest, string feed, PackageIdentity package, IProgress<FeedProgress>? progress) : Stream
{
    private const int ReportEvery = 1 << 18;

    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    private long _reported;

    public override bool CanRead => false;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _file.Length;

    public override long Position { get => _file.Position; set => _file.Position = value; }

    /// <summary>Brings all to the disk and gives its SHA-512 in Base64.</summary>
    public string Finish()
    {
        _file.Flush(flushToDisk: true);
        _file.Position = 0;
        return Convert.ToBase64String(SHA512.HashData(_file));
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Allow(buffer.Length);
        _file.Write(buffer);
        Report();
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Allow(buffer.Length);
        await _file.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        Report();
    }

    public override void Flush() => _file.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => _file.Seek(offset, origin);

    public override void SetLength(long value) => _file.SetLength(value);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }

    private void Allow(int count)
    {
        if (_file.Position + count <= longest) return;
        var tooLong = new AnswerTooLongException(longest);
        FeedQuestion.Current?.Fail(tooLong);
        throw tooLong;
    }

    private void Report()
    {
        if (_file.Position - _reported < ReportEvery) return;
        _reported = _file.Position;
        progress?.Report(new FeedProgress(FeedActivity.Downloading, $"{package.Id} {package.Version}", feed, _reported));
    }
}
