namespace PluginFramework.Identity;

/// <summary>A registration or a login with a passkey that has begun. It counts once, and for five minutes.</summary>
/// <param name="Ticket">Names it when it is finished. It is for a cookie of the browser that began it, which no script reads, and so binds the one to the other.</param>
/// <param name="Options">What the browser's <c>PublicKeyCredential.parseCreationOptionsFromJSON</c> or <c>parseRequestOptionsFromJSON</c> takes.</param>
public sealed record PasskeyCeremony(string Ticket, string Options)
{
    /// <summary>Leaves the ticket out, so that no log shows it.</summary>
    public override string ToString() => nameof(PasskeyCeremony);
}
