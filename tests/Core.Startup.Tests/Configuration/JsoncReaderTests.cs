using System.Text;
using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Startup.Tests.Configuration;

public sealed class JsoncReaderTests
{
    [Fact]
    public void ReadFile_WithCommentsAndTrailingCommas_KnowsWhereEachKeyStands()
    {
        var root = Read("// first\n{\n  \"a\": 1, /* é */ \"b\": {\n\t\"c\": [\"x\",\n    true,],\n  },\n}\n");

        root.Find("a")!.Origin.ToString().ShouldBe("f.json:3:3");
        root.Find("b")!.Origin.ToString().ShouldBe("f.json:3:19");
        root.Find("b", "c")!.Origin.ToString().ShouldBe("f.json:4:2");
        root.Find("b", "c", "0")!.Origin.ToString().ShouldBe("f.json:4:8");
        root.Find("b", "c", "1")!.Value.ShouldBe("true");
        root.Find("b", "c", "1")!.Origin.ToString().ShouldBe("f.json:5:5");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("// nothing")]
    [InlineData("/* nothing */ // at all\n")]
    public void ReadFile_OfNothingButTrivia_IsEmpty(string text) => Read(text).Children.ShouldBeEmpty();

    [Theory]
    [InlineData("{\n  \"a\": 1\n  \"b\": 2\n}", "f.json:3:3")]
    [InlineData("{\n  \"a\" 1 }", "f.json:2:7")]
    [InlineData("{ \"a\": 1 } x", "f.json:1:12")]
    [InlineData("{ \"é\": tru }", "f.json:1:")]
    [InlineData("{ \"a\": 1", "f.json:1:")]
    [InlineData("{ /* open", "f.json:1:")]
    [InlineData("[1]", "f.json:1:1")]
    [InlineData("{ \"a\": 1,\n  \"A\": 2 }", "f.json:2:3 is set twice; first at f.json:1:3")]
    [InlineData("{ \"a:b\": 1 }", "f.json:1:3")]
    [InlineData("{ \"\": 1 }", "f.json:1:3")]
    public void ReadFile_OfWrongText_SaysWhere(string text, string where) =>
        Should.Throw<HostConfigurationException>(() => Read(text)).Message.ShouldContain(where);

    [Fact]
    public void ReadFile_OfDeepNesting_IsRefused() =>
        Should.Throw<HostConfigurationException>(() => Read(string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100)));

    [Fact]
    public void ReadFile_OfInvalidUtf8_SaysSo() =>
        Should.Throw<HostConfigurationException>(() => JsoncReader.ReadFile([.. "{\"a\":\""u8, 0xFF, .. "\"}"u8], "f.json")).Message.ShouldContain("UTF-8");

    private static ConfigurationNode Read(string text) => JsoncReader.ReadFile(Encoding.UTF8.GetBytes(text), "f.json");
}
