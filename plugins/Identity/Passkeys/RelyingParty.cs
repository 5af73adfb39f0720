using System.Runtime.ExceptionServices;
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

    private readonly PasskeyReader _reader;
    private readonly UserManager<User> _users;
    private readonly PasskeyHandler<User> _handler;

    public RelyingParty(IUserStore store, PasskeyOrigin origin)
    {
        _reader = new(store, origin.Host);
        // Nothing of the manager is used but its store.
        _users = new(
            _reader, Options.Create(new Microsoft.AspNetCore.Identity.IdentityOptions()), new PasswordHasher<User>(), [], [],
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

    public async Task<PasskeyAttestationResult> FinishRegistrationAsync(string attestation, string state)
    {
        var result = await _handler.PerformAttestationAsync(new() { HttpContext = new DefaultHttpContext(), CredentialJson = attestation, AttestationState = state });
        ThrowIfUnread();
        return result;
    }

    /// <inheritdoc cref="BeginRegistrationAsync"/>
    public async Task<(string Options, string State)> BeginLoginAsync(User? user)
    {
        var begun = await _handler.MakeRequestOptionsAsync(user, new DefaultHttpContext());
        return (begun.RequestOptionsJson, begun.AssertionState ?? "");
    }

    public async Task<PasskeyAssertionResult<User>> FinishLoginAsync(string assertion, string state)
    {
        var result = await _handler.PerformAssertionAsync(new() { HttpContext = new DefaultHttpContext(), CredentialJson = assertion, AssertionState = state });
        ThrowIfUnread();
        return result;
    }

    public void Dispose()
    {
        _users.Dispose();
        _reader.Dispose();
    }

    private void ThrowIfUnread()
    {
        if (_reader.Failure is { } failure) ExceptionDispatchInfo.Throw(failure);
    }
}
