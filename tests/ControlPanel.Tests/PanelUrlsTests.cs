namespace PluginFramework.ControlPanel.Tests;

public sealed class PanelUrlsTests
{
    [Theory]
    [InlineData("/panel", "/panel")]
    [InlineData("/panel/p/user?role=x&after=1", "/panel/p/user?role=x&after=1")]
    [InlineData("/panel/p/a%2Fb", "/panel/p/a%2Fb")]
    [InlineData(null, "/panel/")]
    [InlineData("", "/panel/")]
    [InlineData("panel", "/panel/")]
    [InlineData("https://evil.example/panel/", "/panel/")]
    [InlineData("//evil.example/panel/", "/panel/")]
    [InlineData("/\\evil.example/panel/", "/panel/")]
    [InlineData("/prompt/3", "/prompt/3")]
    [InlineData("/panel/../prompt", "/prompt")]
    [InlineData("/", "/panel/")]
    [InlineData("/.//evil.example", "/panel/")]
    [InlineData("/panel/..//evil.example", "/panel/")]
    [InlineData("/panel/%2e%2e//evil.example", "/panel/")]
    [InlineData("/@evil.example", "/@evil.example")]
    [InlineData("/panel/\r\nSet-Cookie: x", "/panel/")]
    [InlineData("/panel/\t//evil.example", "/panel/")]
    [InlineData("javascript:alert(1)", "/panel/")]
    public void Return_OfAnything_LeadsToAPageOfThisServer(string? to, string address) => PanelUrls.Return(to).ShouldBe(address);

    [Theory]
    [InlineData("alice", "/panel/p/user/alice")]
    [InlineData("a b?c#d", "/panel/p/user/a%20b%3Fc%23d")]
    [InlineData("..", "/panel/p/user?_subject=..")]
    [InlineData("a/b", "/panel/p/user?_subject=a%2Fb")]
    [InlineData("100%", "/panel/p/user?_subject=100%25")]
    [InlineData("", "/panel/p/user?_subject=")]
    public void Panel_OfASubject_IsItsAddress(string subject, string address) => PanelUrls.Panel("user", subject).ShouldBe(address);
}
