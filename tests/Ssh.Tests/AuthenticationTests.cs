using PluginFramework.Identity;
using PluginFramework.Ssh.HostKeys;
using PluginFramework.Ssh.Keys;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;
using PluginFramework.Ssh.Tests.Support;

namespace PluginFramework.Ssh.Tests;

/// <summary>The login, message by message.</summary>
[Trait("RFC", "4252")]
public sealed class AuthenticationTests
{
    [Fact]
    public async Task None_IsAnsweredWithWhatThereIs_AndCountsForNothing()
    {
        await using var kit = await SshKit.StartAsync(new SshOptions { MaxAuthenticationAttempts = 1 });
        var client = await kit.ConnectAsync(Stage.Authenticating);

        await client.SendAsync(new AuthenticationRequestMessage("ann", "ssh-connection", "none", []));

        var failure = AuthenticationFailureMessage.Read(await client.ReadAsync(SshMessageNumber.AuthenticationFailure));
        failure.Methods.ShouldBe(["publickey", "password", "keyboard-interactive"]);
        failure.IsPartialSuccess.ShouldBeFalse();
        await client.LogInAsync();
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("nobody")]
    public async Task Failures_OfKnownAndUnknownUsers_AreAlike_AndLimited(string user)
    {
        await using var kit = await SshKit.StartAsync(new SshOptions { MaxAuthenticationAttempts = 3 });
        var client = await kit.ConnectAsync(Stage.Authenticating);
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync(RawClient.PasswordRequest(user, "wrong"));
            var failure = AuthenticationFailureMessage.Read(await client.ReadAsync(SshMessageNumber.AuthenticationFailure));
            failure.Methods.ShouldBe(["publickey", "password", "keyboard-interactive"]);
            failure.IsPartialSuccess.ShouldBeFalse();
        }

        await client.SendAsync(RawClient.PasswordRequest(user, "wrong"));

        (await client.ReadFarewellAsync()).Reason.ShouldBe(SshDisconnectReason.NoMoreAuthenticationMethods);
    }

    [Theory]
    [InlineData(AuthenticationFailure.AccountDisabled)]
    [InlineData(AuthenticationFailure.ProtocolNotAllowed)]
    [InlineData(AuthenticationFailure.Throttled)]
    [InlineData(AuthenticationFailure.Unavailable)]
    [InlineData(AuthenticationFailure.InvalidCredentials)]
    public async Task Refusals_OfEveryKind_LookAlike(AuthenticationFailure reason)
    {
        await using var kit = await SshKit.StartAsync();
        kit.Logins.Answer = new AuthenticationResult.Refused(reason);
        var client = await kit.ConnectAsync(Stage.Authenticating);

        await client.SendAsync(RawClient.PasswordRequest("ann", "secret"));

        AuthenticationFailureMessage.Read(await client.ReadAsync(SshMessageNumber.AuthenticationFailure)).IsPartialSuccess.ShouldBeFalse();
    }

    [Fact]
    public async Task RightPassword_OfOneUser_IsNotKeptForAnother()
    {
        await using var kit = await SshKit.StartAsync();
        kit.Logins.Add("eve", code: "123456");
        var client = await kit.ConnectAsync(Stage.Authenticating);
        await client.SendAsync(RawClient.PasswordRequest("eve", "secret"));
        AuthenticationFailureMessage.Read(await client.ReadAsync(SshMessageNumber.AuthenticationFailure)).ShouldSatisfyAllConditions(
            failure => failure.IsPartialSuccess.ShouldBeTrue(), failure => failure.Methods.ShouldBe(["keyboard-interactive"]));

        await client.SendAsync(Interactive("ann"));

        InformationRequestMessage.Read(await client.ReadAsync(SshMessageNumber.AuthenticationContinue)).Prompt.ShouldBe("Password: ");
        await client.SendAsync(new AuthenticationRequestMessage("eve", "ssh-connection", "keyboard-interactive", new SshWriter().Text("").Text("").ToArray()));
        InformationRequestMessage.Read(await client.ReadAsync(SshMessageNumber.AuthenticationContinue)).Prompt.ShouldBe("Password: ");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(17)]
    public async Task Answers_InAnotherNumberThanQuestions_EndTheConnection(int count)
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Authenticating);
        await client.SendAsync(Interactive("ann"));
        await client.ReadAsync(SshMessageNumber.AuthenticationContinue);

        await client.SendAsync(new InformationResponseMessage([.. Enumerable.Repeat("x", count)]));

        (await client.ReadFarewellAsync()).Reason.ShouldBe(SshDisconnectReason.ProtocolError);
    }

    [Fact]
    public async Task Answer_AfterTheLastQuestionWasAnswered_EndsTheConnection()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Authenticating);
        await client.SendAsync(Interactive("ann"));
        await client.ReadAsync(SshMessageNumber.AuthenticationContinue);
        await client.SendAsync(new InformationResponseMessage(["wrong"]));
        await client.ReadAsync(SshMessageNumber.AuthenticationFailure);

        await client.SendAsync(new InformationResponseMessage(["secret"]));

        (await client.ReadFarewellAsync()).Reason.ShouldBe(SshDisconnectReason.ProtocolError);
        kit.Logins.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task PasswordChange_IsRefused()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Authenticating);

        await client.SendAsync(new AuthenticationRequestMessage("ann", "ssh-connection", "password", new SshWriter().Boolean(true).Text("secret").Text("new").ToArray()));

        await client.ReadAsync(SshMessageNumber.AuthenticationFailure);
        kit.Logins.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Key_WhoseSignatureIsOfAnotherSession_IsRefused()
    {
        await using var kit = await SshKit.StartAsync();
        using var key = new TestKey("ssh-ed25519");
        kit.Logins.AddKey("ann", key.PublicKey);
        var client = await kit.ConnectAsync(Stage.Authenticating);

        await client.SendAsync(key.Request("ann", new byte[32]));
        await client.ReadAsync(SshMessageNumber.AuthenticationFailure);
        kit.Logins.Asked.ShouldBeEmpty();
        await client.SendAsync(key.Request("ann", client.SessionId));

        await client.ReadAsync(SshMessageNumber.AuthenticationSuccess);
    }

    [Theory]
    [InlineData("sk-ssh-ed25519@openssh.com", true)]
    [InlineData("sk-ecdsa-sha2-nistp256@openssh.com", true)]
    [InlineData("sk-ssh-ed25519@openssh.com", false)]
    [InlineData("sk-ecdsa-sha2-nistp256@openssh.com", false)]
    public async Task SecurityKey_LogsIn_IfItWasTouched(string type, bool isTouched)
    {
        await using var kit = await SshKit.StartAsync();
        using var key = new TestKey(type) { Flags = isTouched ? (byte)1 : (byte)0 };
        kit.Logins.AddKey("ann", key.PublicKey);
        var client = await kit.ConnectAsync(Stage.Authenticating);

        await client.SendAsync(key.Request("ann", client.SessionId));

        await client.ReadAsync(isTouched ? SshMessageNumber.AuthenticationSuccess : SshMessageNumber.AuthenticationFailure);
    }

    [Theory]
    [InlineData("sk-ssh-ed25519@openssh.com", null, 1, true)]
    [InlineData("sk-ssh-ed25519@openssh.com", "verify-required", 5, true)]
    [InlineData("sk-ssh-ed25519@openssh.com", "verify-required", 1, false)]
    [InlineData("sk-ecdsa-sha2-nistp256@openssh.com", "verify-required", 5, true)]
    [InlineData("sk-ecdsa-sha2-nistp256@openssh.com", "verify-required", 1, false)]
    [InlineData("sk-ecdsa-sha2-nistp256@openssh.com", "unknown-option", 5, false)]
    public async Task CertifiedSecurityKey_LogsIn_IfItDidWhatTheCertificateAsks(string type, string? option, byte flags, bool isGood)
    {
        using var authority = Ed25519HostKey.Make();
        await using var kit = await SshKit.StartAsync(new SshOptions { TrustedUserCertificateAuthorities = [$"{authority.Type} {Convert.ToBase64String(authority.PublicKey)}"] });
        using var key = new TestKey(type) { Flags = flags };
        key.Certify(authority, "ann", option);
        var client = await kit.ConnectAsync(Stage.Authenticating);

        await client.SendAsync(key.Request("ann", client.SessionId));

        await client.ReadAsync(isGood ? SshMessageNumber.AuthenticationSuccess : SshMessageNumber.AuthenticationFailure);
    }

    [Fact]
    public async Task Certificate_WithAnOptionTwice_IsNotOne()
    {
        using var authority = Ed25519HostKey.Make();
        await using var kit = await SshKit.StartAsync(new SshOptions { TrustedUserCertificateAuthorities = [$"{authority.Type} {Convert.ToBase64String(authority.PublicKey)}"] });
        using var key = new TestKey("sk-ssh-ed25519@openssh.com") { Flags = 5 };
        key.Certify(authority, "ann", "verify-required", "verify-required");
        var client = await kit.ConnectAsync(Stage.Authenticating);

        await client.SendAsync(key.Request("ann", client.SessionId));

        (await client.ReadFarewellAsync()).Description.ShouldContain("twice");
    }

    [Fact]
    public async Task Certificate_OfATrustedAuthority_WhoseSignatureIsAnothers_IsRefused()
    {
        using var authority = Ed25519HostKey.Make();
        using var another = Ed25519HostKey.Make();
        await using var kit = await SshKit.StartAsync(new SshOptions { TrustedUserCertificateAuthorities = [$"{authority.Type} {Convert.ToBase64String(authority.PublicKey)}"] });
        using var key = new TestKey("ssh-ed25519");
        key.Certify(authority, "ann", signer: another);
        var client = await kit.ConnectAsync(Stage.Authenticating);

        await client.SendAsync(key.Request("ann", client.SessionId));

        await client.ReadAsync(SshMessageNumber.AuthenticationFailure);
    }

    [Theory]
    [InlineData("ssh-ed25519")]
    [InlineData("ecdsa-sha2-nistp256")]
    [InlineData("sk-ssh-ed25519@openssh.com")]
    public void Signature_WithMoreAfterIt_IsNone(string type)
    {
        using var key = new TestKey(type);
        var (publicKey, signature) = (PublicKey.Read(key.PublicKey)!, key.Sign([1, 2, 3]));

        publicKey.Verify(type, [1, 2, 3], signature).ShouldBeTrue();
        publicKey.Verify(type, [1, 2, 3], [.. signature, 0]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("ssh-rsa")]
    [InlineData("ssh-dss")]
    [InlineData("rsa-sha2-512")]
    [InlineData("ssh-ed25519-cert-v01@openssh.com")]
    public async Task Key_WithAnAlgorithmThatIsNotItsOwn_IsRefused(string algorithm)
    {
        await using var kit = await SshKit.StartAsync();
        using var key = new TestKey("ssh-ed25519") { Algorithm = algorithm };
        kit.Logins.AddKey("ann", key.PublicKey);
        var client = await kit.ConnectAsync(Stage.Authenticating);

        await client.SendAsync(key.Request("ann", client.SessionId));

        await client.ReadAsync(SshMessageNumber.AuthenticationFailure);
        kit.Logins.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Questions_WithoutEnd_EndTheConnection()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Authenticating);
        using var key = new TestKey("ssh-ed25519");
        var packets = new MemoryStream();
        for (var i = 0; i < 101; i++) packets.Write(client.Pack(SshWriter.Of(key.Question("ann"))));

        await client.SendOctetsAsync(packets.ToArray());

        (await client.ReadFarewellAsync()).Reason.ShouldBe(SshDisconnectReason.NoMoreAuthenticationMethods);
    }

    [Fact]
    public async Task Connection_TellsWithWhatItIsEncrypted_OnceItIs()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Identified);
        client.Connection.Cipher.ShouldBeNull();

        await client.ExchangeAsync();
        await client.RequestLoginAsync();

        client.Connection.Cipher.ShouldBe("aes256-gcm@openssh.com");
    }

    [Fact]
    public async Task Attempt_AfterTheLogin_IsNotAnswered()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Open);

        await client.SendAsync(RawClient.PasswordRequest("ann", "wrong"));
        await client.SendAsync(new GlobalRequestMessage("keepalive@openssh.com", WantsReply: true, []));

        await client.ReadAsync(SshMessageNumber.RequestSuccess);
        kit.Logins.Asked.Count.ShouldBe(1);
    }

    private static AuthenticationRequestMessage Interactive(string user) => new(user, "ssh-connection", "keyboard-interactive", new SshWriter().Text("").Text("").ToArray());
}
