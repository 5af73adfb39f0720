using PluginFramework.Identity;

namespace PluginFramework.Core.Control;

/// <summary>A user as commands show them.</summary>
internal sealed record UserReport(string Name, string? DisplayName, string[] Roles, string[] Protocols, bool Disabled, DateTimeOffset CreatedAt)
{
    public static UserReport Of(User user) =>
        new(user.Name, user.DisplayName, [.. user.Roles], [.. user.Protocols], user.IsDisabled, user.CreatedAt);
}
