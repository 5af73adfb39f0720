using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace PluginFramework.Identity.Passkeys;

/// <summary>
/// The ceremonies of WebAuthn at one origin, as ASP.NET Core carries them out. It reads users from the database in use, and takes all that it must know of a request from here.
/// </summary>
internal sealed class RelyingParty : IDisposable
{
    /// <summary>The longest user handle there is (WebAuthn Level 3 §5.4.3).</summary>
    private const int MaxHandle = 64;

    private readonly UserManager<User> _users;
    private readonly PasskeyHandler<User> _handler;

    public RelyingParty(IUserStore store, PasskeyOrigin origin)
    {
        // Nothing of the manager is used but its store.
        _users = new(
            new PasskeyReader(store, origin.Host), Options.Create(new Microsoft.AspNetCore.Identity.IdentityOptions()), new PasswordHasher<User>(), [], [],
            new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(), services: null!, NullLogger<UserManager<User>>.Instance);
        _handler = new(_users, Options.Create(new IdentityPasskeyOptions
        {
            ServerDomain = origin.Host,
            ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && context.Origin == origin.Text),
            // Found without a name, unlocked by a finger or a PIN, and good without a word from its maker.
            ResidentKeyRequirement = "required", UserVerificationRequirement = "required", AttestationConveyancePreference = "none",
        }));
    }

    /// <summary>What the browser is to be given, and what is to come back here.</summary>
    /// <exception cref="IdentityException">There can be no passkey of this user.</exception>
    public async Task<(string Options, string State)> BeginRegistrationAsync(User user)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(user.Id) > MaxHandle)
            throw new IdentityException(IdentityError.InvalidValue, $"The user database gives this user an id of more than {MaxHandle} octets, which no passkey can hold.");
        var entity = new PasskeyUserEntity { Id = user.Id, Name = user.Name, DisplayName = user.DisplayName ?? user.Name };
        var begun = await _handler.MakeCreationOptionsAsync(entity, new DefaultHttpContext());
        return (begun.CreationOptionsJson, begun.AttestationState ?? "");
    }

    public Task<PasskeyAttestationResult> FinishRegistrationAsync(string attestation, string state) =>
        _handler.PerformAttestationAsync(new() { HttpContext = new DefaultHttpContext(), CredentialJson = attestation, AttestationState = state });

    /// <inheritdoc cref="BeginRegistrationAsync"/>
    public async Task<(string Options, string State)> BeginLoginAsync(User? user)
    {
        var begun = await _handler.MakeRequestOptionsAsync(user, new DefaultHttpContext());
        return (begun.RequestOptionsJson, begun.AssertionState ?? "");
    }

    public Task<PasskeyAssertionResult<User>> FinishLoginAsync(string assertion, string state) =>
        _handler.PerformAssertionAsync(new() { HttpContext = new DefaultHttpContext(), CredentialJson = assertion, AssertionState = state });

    public void Dispose() => _users.Dispose();
}
