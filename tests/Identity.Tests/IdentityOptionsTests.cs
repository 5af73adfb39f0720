namespace PluginFramework.Identity.Tests;

public sealed class IdentityOptionsTests
{
    [Fact]
    public void Defaults_AreValid() => new IdentityOptions().Validate().ShouldBeEmpty();

    [Fact]
    public void Numbers_OutOfRange_AreEachNamed()
    {
        foreach (var property in typeof(IdentityOptions).GetProperties().Where(property => property.PropertyType != typeof(IReadOnlyList<string>)))
        {
            var options = new IdentityOptions();
            property.SetValue(options, -1);
            options.Validate().ShouldHaveSingleItem().ShouldStartWith($"{property.Name} is -1; it must lie in ");
        }
    }

    [Theory]
    [InlineData("IMAP")]
    [InlineData("")]
    [InlineData("*")]
    public void PlaintextProtocols_OfAnotherForm_AreNamed(string protocol) =>
        new IdentityOptions { PlaintextProtocols = ["imap", protocol] }.Validate().ShouldHaveSingleItem().ShouldStartWith("PlaintextProtocols");
}
