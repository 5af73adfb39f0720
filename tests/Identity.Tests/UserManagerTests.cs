namespace PluginFramework.Identity.Tests;

public sealed class UserManagerTests : IDisposable
{
    private static readonly Caller Actor = new("cli:test", "control");
    private static readonly string Fingerprint = new('a', 64);
    private readonly IdentityKit _kit = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _kit.Dispose();

    [Theory]
    [InlineData("a")]
    [InlineData("Alice")]
    [InlineData("0x.a_b-c")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij1234")]
    public async Task Add_OfAPermittedName_Works(string name) => (await _kit.AddAsync(name)).Name.ShouldBe(name);

    [Theory]
    [InlineData("")]
    [InlineData(".a")]
    [InlineData("-a")]
    [InlineData("_a")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    [InlineData("a@b")]
    [InlineData("älice")]
    [InlineData("аlice")] // begins with a Cyrillic letter
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij12345")]
    public async Task Add_OfAnotherName_IsRefused(string name)
    {
        if (name.Length == 0) await Should.ThrowAsync<ArgumentException>(() => _kit.AddAsync(name));
        else (await RefusalAsync(() => _kit.AddAsync(name))).ShouldBe(IdentityError.InvalidName);
        (await _kit.Manager.CountAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task EveryChange_IsToldToObservers_WhateverOneOfThemThrows_AndNoRefusalIs()
    {
        var told = new List<string>();
        _kit.Observers.Add(new Observer(name => throw new InvalidOperationException(name)));
        _kit.Observers.Add(new Observer(told.Add));

        await _kit.AddAsync("ann");
        await Should.ThrowAsync<IdentityException>(() => _kit.AddAsync("ANN"));
        await _kit.Manager.ChangeAsync("Ann", new() { Roles = ["operator"] }, Actor, Token);
        await _kit.Manager.RemoveAsync("ann", Actor, Token);

        told.ShouldBe(["ann", "ann", "ann"]);
    }

    private sealed class Observer(Action<string> onChange) : IUserObserver
    {
        public void OnUserChanged(string name) => onChange(name);
    }

    [Theory]
    [InlineData("12345678", true)]
    [InlineData("1234567", false)]
    [InlineData("пароль12", true)]
    [InlineData("pass\u00ADword\u00AD", true)]
    [InlineData("pass\u00AD\u00AD\u00AD\u00AD", false)]
    [InlineData("password\u0007", false)]
    [InlineData("password\U0001F600", false)]
    [InlineData("password\uD800", false)]
    [InlineData("", false)]
    public async Task Add_WithAPassword_ObeysLengthAndSaslPrep(string password, bool isPermitted)
    {
        if (isPermitted)
        {
            await _kit.AddAsync("alice", password);
            (await _kit.LoginAsync("alice", password)).ShouldBeOfType<AuthenticationResult.Succeeded>();
        }
        else
        {
            (await RefusalAsync(() => _kit.AddAsync("alice", password))).ShouldBe(IdentityError.InvalidPassword);
        }
    }

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public async Task Add_WithALongPassword_StopsAt1024(int length, bool isPermitted)
    {
        var add = () => _kit.AddAsync("alice", new string('x', length));
        if (isPermitted) await add();
        else (await RefusalAsync(add)).ShouldBe(IdentityError.InvalidPassword);
    }

    [Theory]
    [InlineData("Operator")]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("a b")]
    [InlineData("abcdefghijabcdefghijabcdefghij123")]
    public async Task Roles_OfAnotherForm_AreRefused(string role)
    {
        (await RefusalAsync(() => _kit.Manager.AddAsync(new NewUser("alice", null) { Roles = [role] }, Actor, Token))).ShouldBe(IdentityError.InvalidValue);
        await _kit.AddAsync("bob");
        (await RefusalAsync(() => ChangeAsync("bob", new UserChange { Roles = [role] }))).ShouldBe(IdentityError.InvalidValue);
    }

    [Theory]
    [InlineData("IMAP")]
    [InlineData("**")]
    public async Task Protocols_OfAnotherForm_AreRefused(string protocol) =>
        (await RefusalAsync(() => _kit.AddAsync("alice", IdentityKit.Password, protocol))).ShouldBe(IdentityError.InvalidValue);

    [Fact]
    public async Task Add_KeepsEachRoleOnce()
    {
        var user = await _kit.Manager.AddAsync(new NewUser("alice", null) { Roles = ["b", "a", "b"], Protocols = default }, Actor, Token);
        user.Roles.ShouldBe(["b", "a"]);
        user.Protocols.ShouldBeEmpty();
        user.CreatedAt.ShouldBe(_kit.Context.Clock.GetUtcNow());
    }

    [Fact]
    public async Task DisplayName_TooLongOrWithControls_IsRefusedAndEmptyTakesItAway()
    {
        await _kit.AddAsync("alice");
        (await RefusalAsync(() => ChangeAsync("alice", new UserChange { DisplayName = new string('x', 257) }))).ShouldBe(IdentityError.InvalidValue);
        (await RefusalAsync(() => ChangeAsync("alice", new UserChange { DisplayName = "a\u001b[2J" }))).ShouldBe(IdentityError.InvalidValue);
        (await ChangeAsync("alice", new UserChange { DisplayName = "Älice" })).DisplayName.ShouldBe("Älice");
        (await ChangeAsync("alice", new UserChange { DisplayName = "" })).DisplayName.ShouldBeNull();
    }

    [Fact]
    public async Task Add_OfATakenName_IsRefused()
    {
        await _kit.AddAsync("alice");
        (await RefusalAsync(() => _kit.AddAsync("ALICE"))).ShouldBe(IdentityError.UserExists);
    }

    [Theory]
    [InlineData("*", "argon2id scram-sha-256")]
    [InlineData("oscar", "argon2id scram-sha-256 oscar-md5")]
    public async Task WeakSecret_IsDerivedOnlyForAProtocolGivenByName(string protocols, string schemes)
    {
        _kit.Schemes.Add(new FakeScheme("oscar-md5", weakFor: "oscar"));
        await _kit.AddAsync("alice", IdentityKit.Password, protocols);
        (await SchemesAsync("alice")).ShouldBe(schemes);
    }

    [Fact]
    public async Task WeakSecret_ComesWithTheNextPasswordAndGoesWithThePermission()
    {
        _kit.Schemes.Add(new FakeScheme("oscar-md5", weakFor: "oscar"));
        await _kit.AddAsync("alice");
        await ChangeAsync("alice", new UserChange { Protocols = ["*", "oscar"] });
        (await SchemesAsync("alice")).ShouldBe("argon2id scram-sha-256");
        await ChangeAsync("alice", new UserChange { Password = "another one" });
        (await SchemesAsync("alice")).ShouldBe("argon2id scram-sha-256 oscar-md5");
        await ChangeAsync("alice", new UserChange { Protocols = ["*"] });
        (await SchemesAsync("alice")).ShouldBe("argon2id scram-sha-256");
    }

    [Fact]
    public async Task Change_OfOtherThings_KeepsTheSecretsAndTheRest()
    {
        var before = await _kit.AddAsync("alice");
        var secrets = await _kit.Store.GetSecretsAsync(before.Id, Token);
        await ChangeAsync("alice", new UserChange { Roles = ["operator"] });
        await ChangeAsync("alice", new UserChange { Protocols = ["irc"] });
        await ChangeAsync("alice", new UserChange { IsDisabled = true });
        var after = await ChangeAsync("alice", new UserChange());
        (await _kit.Store.GetSecretsAsync(before.Id, Token)).ShouldBe(secrets);
        (after.IsDisabled, after.CreatedAt, after.Name).ShouldBe((true, before.CreatedAt, "alice"));
        after.Roles.ShouldBe(["operator"]);
        after.Protocols.ShouldBe(["irc"]);
    }

    [Fact]
    public async Task Change_OfThePassword_KeepsCertificatesAndTheOtherWayRound()
    {
        await _kit.AddAsync("alice");
        await ChangeAsync("alice", new UserChange { CertificateFingerprints = [Fingerprint.ToUpperInvariant(), Fingerprint] });
        (await SchemesAsync("alice")).ShouldBe("argon2id scram-sha-256 x509-sha256");
        await ChangeAsync("alice", new UserChange { Password = "another one" });
        (await SchemesAsync("alice")).ShouldBe("argon2id scram-sha-256 x509-sha256");
        (await _kit.FailAsync("alice")).ShouldBe(AuthenticationFailure.InvalidCredentials);
        (await _kit.LoginAsync("alice", "another one")).ShouldBeOfType<AuthenticationResult.Succeeded>();
        await ChangeAsync("alice", new UserChange { CertificateFingerprints = [] });
        (await SchemesAsync("alice")).ShouldBe("argon2id scram-sha-256");
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("zaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Certificates_OfAnotherForm_AreRefused(string fingerprint)
    {
        await _kit.AddAsync("alice");
        (await RefusalAsync(() => ChangeAsync("alice", new UserChange { CertificateFingerprints = [fingerprint] }))).ShouldBe(IdentityError.InvalidValue);
    }

    [Fact]
    public async Task Certificate_OfAnotherUser_IsRefusedByName()
    {
        await _kit.AddAsync("alice");
        await _kit.AddAsync("bob");
        await ChangeAsync("alice", new UserChange { CertificateFingerprints = [Fingerprint] });
        var exception = await Should.ThrowAsync<IdentityException>(() => ChangeAsync("bob", new UserChange { CertificateFingerprints = [Fingerprint] }));
        exception.Message.ShouldContain("alice");
    }

    [Fact]
    public async Task Changes_AtOnce_DoNotUndoEachOther()
    {
        await _kit.AddAsync("alice");
        await Task.WhenAll(
            ChangeAsync("alice", new UserChange { IsDisabled = true }), ChangeAsync("alice", new UserChange { DisplayName = "A" }),
            ChangeAsync("alice", new UserChange { Roles = ["operator"] }), ChangeAsync("alice", new UserChange { Password = "another one" }));
        var user = (await _kit.Manager.FindAsync("alice", Token)).ShouldNotBeNull();
        (user.IsDisabled, user.DisplayName, user.Roles.Length).ShouldBe((true, "A", 1));
    }

    [Fact]
    public async Task NoSuchUser_IsSaid()
    {
        (await RefusalAsync(() => ChangeAsync("alice", new UserChange()))).ShouldBe(IdentityError.NoSuchUser);
        (await RefusalAsync(() => _kit.Manager.RemoveAsync("alice", Actor, Token))).ShouldBe(IdentityError.NoSuchUser);
        (await _kit.Manager.FindAsync("alice", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task ReadOnlyStore_RefusesEveryChangeByName()
    {
        await _kit.AddAsync("alice");
        _kit.Store.IsReadOnly = true;
        (await RefusalAsync(() => _kit.AddAsync("bob"))).ShouldBe(IdentityError.ReadOnly);
        (await RefusalAsync(() => ChangeAsync("alice", new UserChange { IsDisabled = true }))).ShouldBe(IdentityError.ReadOnly);
        (await Should.ThrowAsync<IdentityException>(() => _kit.Manager.RemoveAsync("alice", Actor, Token))).Message.ShouldContain("'memory'");
    }

    [Fact]
    public async Task Audit_TellsEachChangeAndItsOutcome()
    {
        await _kit.Manager.AddAsync(new NewUser("Alice", IdentityKit.Password) { Roles = ["operator"] }, Actor, Token);
        await ChangeAsync("alice", new UserChange { Password = "another one", IsDisabled = true, CertificateFingerprints = [Fingerprint] });
        await RefusalAsync(() => _kit.AddAsync("ALICE"));
        await _kit.Manager.RemoveAsync("alice", new Caller("bob", "control"), Token);
        _kit.Audit.Events.ShouldBe(
        [
            new AuditEvent("user.add", "ok") { Actor = Actor.Name, Surface = "control", Subject = "Alice", Detail = "roles: operator; protocols: *; password set" },
            new AuditEvent("user.change", "ok") { Actor = Actor.Name, Surface = "control", Subject = "Alice", Detail = "password set; disabled; 1 certificates" },
            new AuditEvent("user.add", "user-exists") { Actor = Actor.Name, Surface = "control", Subject = "ALICE" },
            new AuditEvent("user.remove", "ok") { Actor = "bob", Surface = "control", Subject = "Alice", Detail = "kept until 2026-01-31 00:00 UTC" },
        ]);
    }

    [Fact]
    public async Task Audit_OfAStoreThatFails_SaysFailed()
    {
        _kit.Store.Failure = new IOException("full");
        await Should.ThrowAsync<IOException>(() => _kit.AddAsync("alice"));
        _kit.Audit.Events.ShouldHaveSingleItem().Outcome.ShouldBe("failed");
    }

    private Task<User> ChangeAsync(string name, UserChange change) => _kit.Manager.ChangeAsync(name, change, Actor, Token);

    private async Task<string> SchemesAsync(string name)
    {
        var user = (await _kit.Store.FindAsync(name, Token)).ShouldNotBeNull();
        return string.Join(' ', (await _kit.Store.GetSecretsAsync(user.Id, Token)).Select(secret => secret.Scheme));
    }

    private static async Task<IdentityError> RefusalAsync(Func<Task> change) => (await Should.ThrowAsync<IdentityException>(change)).Error;
}
