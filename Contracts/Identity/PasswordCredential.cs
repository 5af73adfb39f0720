namespace PluginFramework.Identity;

/// <summary>A name and a password.</summary>
/// <param name="UserName">The user it says it is.</param>
/// <param name="Password">The password in clear.</param>
public sealed record PasswordCredential(string UserName, string Password) : Credential(UserName);
