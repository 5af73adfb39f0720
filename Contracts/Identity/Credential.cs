namespace PluginFramework.Identity;

/// <summary>What a client offered to prove who it is. The kinds are the nested records; plugins may add their own and a checker for them.</summary>
/// <param name="UserName">The user it says it is.</param>
public abstract record Credential(string UserName)
{
    /// <summary>Leaves the proof out, so that no log shows it.</summary>
    public sealed override string ToString() => $"{GetType().Name} of {UserName}";
}
