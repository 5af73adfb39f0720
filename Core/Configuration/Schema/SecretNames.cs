namespace PluginFramework.Core.Configuration.Schema;

/// <summary>Tells by its name whether an option is a secret.</summary>
internal static class SecretNames
{
    /// <summary>What is shown in a secret's place.</summary>
    public const string Mask = "***";

    private static readonly string[] Endings = ["password", "passphrase", "secret", "token", "apikey", "privatekey", "credential", "credentials"];

    public static bool Has(string name) => Array.Exists(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
