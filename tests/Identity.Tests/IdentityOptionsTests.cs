namespace PluginFramework.Identity.Tests;

public sealed class IdentityOptionsTests
{
    [Fact]
    public void Defaults_AreValid() => new IdentityOptions().Validate().ShouldBeEmpty();

    [Fact]
    public void Numbers_OutOfRange_AreEachNamed()
    {
        foreach (var property in typeof(IdentityOptions).GetProperties())
        {
            object? wrong = property.PropertyType == typeof(int) || property.PropertyType == typeof(int?) ? -1
                : property.PropertyType == typeof(TimeSpan) ? TimeSpan.FromHours(-1) : null;
            if (wrong is null) continue;
            var options = new IdentityOptions();
            property.SetValue(options, wrong);
            options.Validate().ShouldHaveSingleItem().ShouldStartWith($"{property.Name} is {wrong}; it must lie in ");
        }
    }

    [Theory]
    [InlineData("operator")]
    [InlineData("unapproved")]
    [InlineData("Staff")]
    public void RegistrationRoles_ThatNobodyIsGivenByItself_AreNamed(string role) =>
        new IdentityOptions { RegistrationRoles = ["staff", role] }.Validate().ShouldHaveSingleItem().ShouldStartWith($"RegistrationRoles holds '{role}'");

    [Theory]
    [InlineData("IMAP")]
    [InlineData("")]
    [InlineData("*")]
    public void PlaintextProtocols_OfAnotherForm_AreNamed(string protocol) =>
        new IdentityOptions { PlaintextProtocols = ["imap", protocol] }.Validate().ShouldHaveSingleItem().ShouldStartWith("PlaintextProtocols");
}
