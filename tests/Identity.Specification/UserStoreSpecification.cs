using Shouldly;
using Xunit;

namespace PluginFramework.Identity.Specification;

/// <summary>What every user store that can be changed must do. Derive a test class from it for each store.</summary>
public abstract class UserStoreSpecification
{
    private static readonly DateTimeOffset Created = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly StoredSecret Secret = new("argon2id", "$argon2id$v=19$…");
    private static readonly StoredSecret Certificate = new(StoredSecret.CertificateScheme, new string('a', 64));

    /// <summary>The store under test, empty at first; the same one throughout a test.</summary>
    protected abstract IUserStore Store { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_ThenFind_ReturnsAllThatWasGiven()
    {
        var user = NewUser("Alice") with
        {
            DisplayName = "Älice \"O'Hara\"", Roles = ["operator", "staff"], Protocols = ["imap", "*"], IsDisabled = true,
        };
        var created = await Store.CreateAsync(user, [Secret], Token);
        created.Id.ShouldNotBeNullOrEmpty();
        var found = (await Store.FindAsync("Alice", Token)).ShouldNotBeNull();
        found.Id.ShouldBe(created.Id);
        (found.Name, found.DisplayName, found.IsDisabled, found.CreatedAt).ShouldBe((user.Name, user.DisplayName, true, Created));
        found.Roles.ShouldBe(user.Roles);
        found.Protocols.ShouldBe(user.Protocols);
    }

    [Fact]
    public async Task Create_WithAnIdOfTheCallersMaking_GivesItsOwn()
    {
        var first = await Store.CreateAsync(NewUser("alice") with { Id = "mine" }, [], Token);
        var second = await Store.CreateAsync(NewUser("bob") with { Id = "mine" }, [], Token);
        first.Id.ShouldNotBe("mine");
        second.Id.ShouldNotBe(first.Id);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("ALICE")]
    public async Task Create_OfATakenName_ThrowsUserExistsAndKeepsTheFirst(string name)
    {
        var first = await Store.CreateAsync(NewUser("alice"), [Secret], Token);
        (await Should.ThrowAsync<IdentityException>(async () => await Store.CreateAsync(NewUser(name), [Certificate], Token)))
            .Error.ShouldBe(IdentityError.UserExists);
        (await Store.GetSecretsAsync(first.Id, Token)).ShouldBe([Secret]);
        (await Store.CountAsync(Token)).ShouldBe(1);
    }

    [Fact]
    public async Task Create_OfOneNameManyTimesAtOnce_SucceedsExactlyOnce()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            try
            {
                await Store.CreateAsync(NewUser(i % 2 == 0 ? "alice" : "ALICE"), [Secret], Token);
                return true;
            }
            catch (IdentityException exception) when (exception.Error == IdentityError.UserExists)
            {
                return false;
            }
        }, Token)));
        outcomes.Count(isCreated => isCreated).ShouldBe(1);
        (await Store.CountAsync(Token)).ShouldBe(1);
    }

    [Fact]
    public async Task Create_OfManyNamesAtOnce_KeepsThemAll()
    {
        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () => await Store.CreateAsync(NewUser($"user{i}"), [Secret], Token), Token)));
        (await Store.CountAsync(Token)).ShouldBe(32);
    }

    [Fact]
    public async Task Find_OfAnotherCase_FindsTheUserUnderTheGivenSpelling()
    {
        await Store.CreateAsync(NewUser("Alice"), [], Token);
        (await Store.FindAsync("aLICE", Token)).ShouldNotBeNull().Name.ShouldBe("Alice");
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("")]
    [InlineData("ali")]
    [InlineData("alice%")]
    [InlineData("' OR 1=1 --")]
    public async Task Find_OfNobody_ReturnsNull(string name)
    {
        await Store.CreateAsync(NewUser("alice"), [], Token);
        (await Store.FindAsync(name, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Get_ById_ReturnsTheUserOrNull()
    {
        var created = await Store.CreateAsync(NewUser("alice"), [], Token);
        (await Store.GetAsync(created.Id, Token)).ShouldNotBeNull().Name.ShouldBe("alice");
        (await Store.GetAsync("no such id", Token)).ShouldBeNull();
        (await Store.GetAsync("", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task FindBySecret_OfOneUser_ReturnsThem()
    {
        var created = await Store.CreateAsync(NewUser("alice"), [Secret, Certificate], Token);
        (await Store.FindBySecretAsync(Certificate, Token)).ShouldNotBeNull().Id.ShouldBe(created.Id);
    }

    [Fact]
    public async Task FindBySecret_OfNoneOrSeveral_ReturnsNull()
    {
        await Store.CreateAsync(NewUser("alice"), [Certificate], Token);
        await Store.CreateAsync(NewUser("bob"), [Certificate], Token);
        (await Store.FindBySecretAsync(Certificate, Token)).ShouldBeNull();
        (await Store.FindBySecretAsync(Certificate with { Scheme = "other" }, Token)).ShouldBeNull();
        (await Store.FindBySecretAsync(Certificate with { Value = "other" }, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task List_InPages_YieldsEachNameOnceInOrder()
    {
        string[] names = ["bob", "Alice", "carol", "a_b", "a.b", "Zoe", "a-b", "dave2", "Dave10"];
        foreach (var name in names) await Store.CreateAsync(NewUser(name), [], Token);
        var (seen, after) = (new List<string>(), default(string));
        while (await Store.ListAsync(new UserQuery { After = after, Limit = 2 }, Token) is { Length: > 0 } page)
        {
            page.Length.ShouldBeLessThanOrEqualTo(2);
            seen.AddRange(page.Select(user => user.Name));
            after = seen[^1];
        }

        seen.ShouldBe(names.Order(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task List_AfterANameOfNobodyInAnotherCase_GoesOnFromThere()
    {
        await Store.CreateAsync(NewUser("alice"), [], Token);
        await Store.CreateAsync(NewUser("Carol"), [], Token);
        (await Store.ListAsync(new UserQuery { After = "BOB" }, Token)).Select(user => user.Name).ShouldBe(["Carol"]);
    }

    [Theory]
    [InlineData("LIC", "alice")]
    [InlineData("ähn", "bob")]
    [InlineData("%", "")]
    [InlineData("_", "")]
    public async Task List_WithSearch_LooksInNamesAndDisplayNamesLiterally(string search, string expected)
    {
        await Store.CreateAsync(NewUser("alice"), [], Token);
        await Store.CreateAsync(NewUser("bob") with { DisplayName = "Robert HÄHNCHEN" }, [], Token);
        (await Store.ListAsync(new UserQuery { Search = search }, Token)).Select(user => user.Name)
            .ShouldBe(expected.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task List_WithRole_TakesThatRoleOnly()
    {
        await Store.CreateAsync(NewUser("alice") with { Roles = ["operator", "staff"] }, [], Token);
        await Store.CreateAsync(NewUser("bob") with { Roles = ["operators"] }, [], Token);
        await Store.CreateAsync(NewUser("carol") with { Roles = ["operator"] }, [], Token);
        (await Store.ListAsync(new UserQuery { Role = "operator" }, Token)).Select(user => user.Name).ShouldBe(["alice", "carol"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task List_WithALimitOutOfRange_Throws(int limit) =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Store.ListAsync(new UserQuery { Limit = limit }, Token));

    [Fact]
    public async Task Update_ReplacesTheUserAndKeepsTheSecrets()
    {
        var user = await Store.CreateAsync(NewUser("alice") with { Roles = ["staff"] }, [Secret], Token);
        await Store.UpdateAsync(user with { Name = "alicia", DisplayName = "A", Roles = [], Protocols = ["irc"], IsDisabled = true }, Token);
        (await Store.FindAsync("alice", Token)).ShouldBeNull();
        var found = (await Store.FindAsync("alicia", Token)).ShouldNotBeNull();
        (found.Id, found.DisplayName, found.IsDisabled).ShouldBe((user.Id, "A", true));
        found.Roles.ShouldBeEmpty();
        found.Protocols.ShouldBe(["irc"]);
        (await Store.GetSecretsAsync(user.Id, Token)).ShouldBe([Secret]);
    }

    [Fact]
    public async Task Update_OfOnlyTheCaseOfAName_IsNoConflict()
    {
        var user = await Store.CreateAsync(NewUser("alice"), [], Token);
        await Store.UpdateAsync(user with { Name = "Alice" }, Token);
        (await Store.FindAsync("alice", Token)).ShouldNotBeNull().Name.ShouldBe("Alice");
    }

    [Fact]
    public async Task Update_ToATakenName_ThrowsUserExistsAndChangesNothing()
    {
        await Store.CreateAsync(NewUser("alice"), [], Token);
        var bob = await Store.CreateAsync(NewUser("bob"), [Secret], Token);
        (await Should.ThrowAsync<IdentityException>(async () => await Store.ReplaceAsync(bob with { Name = "ALICE" }, [Certificate], Token)))
            .Error.ShouldBe(IdentityError.UserExists);
        (await Store.GetAsync(bob.Id, Token)).ShouldNotBeNull().Name.ShouldBe("bob");
        (await Store.GetSecretsAsync(bob.Id, Token)).ShouldBe([Secret]);
    }

    [Fact]
    public async Task Update_WithSecrets_ReplacesBoth()
    {
        var user = await Store.CreateAsync(NewUser("alice"), [Secret], Token);
        await Store.ReplaceAsync(user with { DisplayName = "A" }, [Certificate], Token);
        (await Store.GetAsync(user.Id, Token)).ShouldNotBeNull().DisplayName.ShouldBe("A");
        (await Store.GetSecretsAsync(user.Id, Token)).ShouldBe([Certificate]);
    }

    [Fact]
    public async Task ChangesOfNobody_ThrowNoSuchUser()
    {
        Func<Task>[] changes =
        [
            async () => await Store.UpdateAsync(NewUser("alice") with { Id = "no such id" }, Token),
            async () => await Store.ReplaceAsync(NewUser("alice") with { Id = "no such id" }, [Secret], Token),
            async () => await Store.SetSecretsAsync("no such id", [Secret], Token),
            async () => await Store.SetSecretsAsync("no such id", [], Token),
        ];
        foreach (var change in changes) (await Should.ThrowAsync<IdentityException>(change)).Error.ShouldBe(IdentityError.NoSuchUser);
    }

    [Fact]
    public async Task SetSecrets_ReplacesAllInTheirOrder()
    {
        var user = await Store.CreateAsync(NewUser("alice"), [Secret], Token);
        await Store.SetSecretsAsync(user.Id, [Certificate, new("b", "2"), new("a", "1")], Token);
        (await Store.GetSecretsAsync(user.Id, Token)).ShouldBe([Certificate, new("b", "2"), new("a", "1")]);
        await Store.SetSecretsAsync(user.Id, [], Token);
        (await Store.GetSecretsAsync(user.Id, Token)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("no such id")]
    [InlineData("")]
    public async Task GetSecrets_OfNobody_ReturnsNone(string userId) => (await Store.GetSecretsAsync(userId, Token)).ShouldBeEmpty();

    [Fact]
    public async Task Delete_TakesTheSecretsAlongAndFreesTheName()
    {
        var first = await Store.CreateAsync(NewUser("alice"), [Certificate], Token);
        (await Store.DeleteAsync(first.Id, Token)).ShouldBeTrue();
        (await Store.DeleteAsync(first.Id, Token)).ShouldBeFalse();
        (await Store.FindBySecretAsync(Certificate, Token)).ShouldBeNull();
        (await Store.GetSecretsAsync(first.Id, Token)).ShouldBeEmpty();
        var second = await Store.CreateAsync(NewUser("alice"), [], Token);
        second.Id.ShouldNotBe(first.Id);
        (await Store.GetSecretsAsync(second.Id, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Remove_HidesTheUserFromEveryMethod_AndKeepsTheName()
    {
        if (await KeepsNobodyAsync()) return;
        var alice = await Store.CreateAsync(NewUser("Alice") with { Roles = ["staff"] }, [Secret, Certificate], Token);
        (await Store.RemoveAsync(alice.Id, Created.AddDays(1), Token)).ShouldBeTrue();
        (await Store.RemoveAsync(alice.Id, Created.AddDays(2), Token)).ShouldBeFalse();

        (await Store.FindAsync("alice", Token)).ShouldBeNull();
        (await Store.GetAsync(alice.Id, Token)).ShouldBeNull();
        (await Store.FindBySecretAsync(Certificate, Token)).ShouldBeNull();
        (await Store.GetSecretsAsync(alice.Id, Token)).ShouldBeEmpty();
        (await Store.ListAsync(new UserQuery(), Token)).ShouldBeEmpty();
        (await Store.ListAsync(new UserQuery { Role = "staff" }, Token)).ShouldBeEmpty();
        (await Store.CountAsync(Token)).ShouldBe(0);
        Func<Task>[] changes =
        [
            async () => await Store.UpdateAsync(alice, Token), async () => await Store.ReplaceAsync(alice, [Secret], Token),
            async () => await Store.SetSecretsAsync(alice.Id, [], Token),
        ];
        foreach (var change in changes) (await Should.ThrowAsync<IdentityException>(change)).Error.ShouldBe(IdentityError.NoSuchUser);
        (await Should.ThrowAsync<IdentityException>(async () => await Store.CreateAsync(NewUser("aLICE"), [], Token))).Error.ShouldBe(IdentityError.UserExists);
        (await Store.ListRemovedAsync(new UserQuery { Search = "LIC" }, Token)).ShouldHaveSingleItem().RemovedAt.ShouldBe(Created.AddDays(1));
        (await Store.FindRemovedAsync("ALICE", Token)).ShouldNotBeNull().Id.ShouldBe(alice.Id);
    }

    [Fact]
    public async Task Restore_BringsAllBackUnderTheSameId()
    {
        if (await KeepsNobodyAsync()) return;
        var alice = await Store.CreateAsync(NewUser("alice") with { DisplayName = "A", Protocols = ["irc"] }, [Secret, Certificate], Token);
        (await Store.RestoreAsync(alice.Id, Token)).ShouldBeFalse("they are there");
        await Store.RemoveAsync(alice.Id, Created, Token);
        (await Store.RestoreAsync(alice.Id, Token)).ShouldBeTrue();

        var found = (await Store.FindAsync("alice", Token)).ShouldNotBeNull();
        (found.Id, found.DisplayName, found.RemovedAt, found.CreatedAt).ShouldBe((alice.Id, "A", null, Created));
        (await Store.GetSecretsAsync(alice.Id, Token)).ShouldBe([Secret, Certificate]);
        (await Store.FindBySecretAsync(Certificate, Token)).ShouldNotBeNull();
        (await Store.ListRemovedAsync(new UserQuery(), Token)).ShouldBeEmpty();
        (await Store.FindRemovedAsync("alice", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Delete_OfARemovedUser_IsForGood_AndTheIdDoesNotComeBack()
    {
        if (await KeepsNobodyAsync()) return;
        var first = await Store.CreateAsync(NewUser("alice"), [Certificate], Token);
        await Store.RemoveAsync(first.Id, Created, Token);
        (await Store.DeleteAsync(first.Id, Token)).ShouldBeTrue();

        (await Store.RestoreAsync(first.Id, Token)).ShouldBeFalse();
        var second = await Store.CreateAsync(NewUser("alice"), [], Token);
        second.Id.ShouldNotBe(first.Id);
        (await Store.GetSecretsAsync(second.Id, Token)).ShouldBeEmpty();
    }

    /// <summary>A store that keeps nobody says so by refusing.</summary>
    private async Task<bool> KeepsNobodyAsync()
    {
        if (Store.KeepsRemoved) return false;
        await Should.ThrowAsync<NotSupportedException>(async () => await Store.RemoveAsync("any", Created, Token));
        (await Store.FindRemovedAsync("any", Token)).ShouldBeNull();
        return true;
    }

    private static User NewUser(string name) => new() { Id = "", Name = name, CreatedAt = Created };
}
