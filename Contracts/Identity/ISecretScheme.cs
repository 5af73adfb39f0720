namespace PluginFramework.Identity;

/// <summary>A way to keep a password so that it can be checked and not read. Export it; every one is applied when a password is set.</summary>
/// <remarks>Implementations are safe for use from any thread and may take as long as a slow hash takes.</remarks>
public interface ISecretScheme
{
    /// <summary>The scheme's name in <see cref="StoredSecret.Scheme"/>: <c>argon2id</c>, <c>scram-sha-256</c>.</summary>
    string Name { get; }

    /// <summary>
    /// The protocol this secret is kept for when it is a weak one: derived only for users who have been given that protocol by name.
    /// <see langword="null"/> for a strong scheme, which is derived for everybody.
    /// </summary>
    string? WeakFor { get; }

    /// <summary>Derives the secret to store.</summary>
    string Derive(string userName, string password);

    /// <summary>Whether the password is the one the secret was derived from; compares in constant time.</summary>
    /// <exception cref="FormatException"><paramref name="secret"/> is not of this scheme's form.</exception>
    bool Verify(string secret, string userName, string password);
}
