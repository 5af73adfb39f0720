namespace PluginFramework.Identity;

/// <summary>More logins wait for a password hash than may; the client should try again shortly.</summary>
internal sealed class HashQueueFullException() : Exception("Too many logins wait for a password hash.");
