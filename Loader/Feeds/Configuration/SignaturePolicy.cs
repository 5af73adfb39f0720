namespace PluginFramework.Loader.Feeds.Configuration;

/// <summary>What is asked of signatures on packages.</summary>
public enum SignaturePolicy
{
    /// <summary>Unsigned packages are taken. One that was changed after it was signed is refused.</summary>
    Accept,

    /// <summary>Only packages signed by a trusted signer are taken.</summary>
    Require,
}
