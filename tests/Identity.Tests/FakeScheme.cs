namespace PluginFramework.Identity.Tests;

/// <summary>A scheme that keeps the password as it is and counts its work.</summary>
internal sealed class FakeScheme(string name, string? weakFor = null) : ISecretScheme
{
    public string Name => name;

    public string? WeakFor => weakFor;

    public int Derived { get; private set; }

    public int Verified { get; private set; }

    public string Derive(string userName, string password)
    {
        Derived++;
        return $"{userName}:{password}";
    }

    public bool Verify(string secret, string userName, string password)
    {
        Verified++;
        return secret == "damaged" ? throw new FormatException("damaged") : secret == $"{userName}:{password}";
    }
}
