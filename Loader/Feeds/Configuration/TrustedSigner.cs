using System.Collections.Immutable;

namespace PluginFramework.Loader.Feeds.Configuration;

/// <summary>An author or repository whose signature is trusted.</summary>
/// <param name="Name">A name for people.</param>
/// <param name="Fingerprints">SHA-256 of each of its signing certificates, 64 hexadecimal digits.</param>
public sealed record TrustedSigner(string Name, ImmutableArray<string> Fingerprints);
