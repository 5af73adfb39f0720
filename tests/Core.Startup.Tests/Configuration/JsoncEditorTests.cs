using System.Text;
using CsCheck;
using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Startup.Tests.Configuration;

public sealed class JsoncEditorTests
{
    [Theory]
    [InlineData("", "a", "1", "{\n  \"a\": 1\n}\n")]
    [InlineData("// top", "a:b", "1", "// top\n{\n  \"a\": {\n    \"b\": 1\n  }\n}\n")]
    [InlineData("{}", "a", "1", "{\n  \"a\": 1\n}")]
    [InlineData("{\n  // none yet\n}\n", "a", "1", "{\n  // none yet\n  \"a\": 1\n}\n")]
    [InlineData("{ \"a\": 1 } // end", "a", "2", "{ \"a\": 2 } // end")]
    [InlineData("{ \"a\": 1 }", "b", "2", "{ \"a\": 1, \"b\": 2 }")]
    [InlineData("{ \"a\": 1, }", "b", "2", "{ \"a\": 1, \"b\": 2, }")]
    [InlineData("{ \"a\": 1 /* one */ }", "b", "2", "{ \"a\": 1, /* one */ \"b\": 2 }")]
    [InlineData("{\n    \"a\": 1 // one\n}\n", "b", "2", "{\n    \"a\": 1, // one\n    \"b\": 2\n}\n")]
    [InlineData("{\r\n\t\"a\": 1,\r\n}", "b", "2", "{\r\n\t\"a\": 1,\r\n\t\"b\": 2,\r\n}")]
    [InlineData("{\n  \"a\": { /* in */ }\n}", "a:b", "2", "{\n  \"a\": { /* in */ \"b\": 2 }\n}")]
    [InlineData("{\n  \"A\": {}\n}", "a:b:c", "[]", "{\n  \"A\": {\n    \"b\": {\n      \"c\": []\n    }\n  }\n}")]
    [InlineData("{ \"a\": [] }", "a:0", "1", "{ \"a\": [1] }")]
    [InlineData("{ \"a\": [1] }", "a:1", "2", "{ \"a\": [1, 2] }")]
    [InlineData("{ \"a\": [1, 2] }", "a:0", "3", "{ \"a\": [3, 2] }")]
    [InlineData("{ \"a\": [\n    1 // one\n  ]\n}", "a:1", "2", "{ \"a\": [\n    1, // one\n    2\n  ]\n}")]
    public void Set_KeepsAllElse(string text, string path, string value, string expected) =>
        Encoding.UTF8.GetString(JsoncEditor.Set(Encoding.UTF8.GetBytes(text), "f", value, path.Split(':'))).ShouldBe(expected);

    [Theory]
    [InlineData("{ \"a\": 1 }", "a", "{ }")]
    [InlineData("{ \"a\": 1, \"b\": 2 }", "a", "{ \"b\": 2 }")]
    [InlineData("{ \"a\": 1, \"b\": 2 }", "b", "{ \"a\": 1 }")]
    [InlineData("{\n  \"a\": 1, // one\n  \"b\": 2 // two\n}", "b", "{\n  \"a\": 1 // one\n  // two\n}")]
    [InlineData("{\n  // about a\n  \"a\": 1,\n  \"b\": 2\n}", "a", "{\n  // about a\n  \"b\": 2\n}")]
    [InlineData("{\n  \"a\": 1,\n  \"b\": 2,\n}", "b", "{\n  \"a\": 1,\n}")]
    [InlineData("{\n  \"a\": 1 /* x */ ,\n  \"b\": 2\n}", "a", "{\n   /* x */ \n  \"b\": 2\n}")]
    [InlineData("{ \"a\": [1, 2, 3] }", "a:1", "{ \"a\": [1, 3] }")]
    [InlineData("{ \"a\": [1] }", "a:0", "{ \"a\": [] }")]
    [InlineData("{ \"a\": 1 }", "b", "{ \"a\": 1 }")]
    [InlineData("{ \"a\": 1 }", "b:c", "{ \"a\": 1 }")]
    public void Remove_KeepsAllElse(string text, string path, string expected) =>
        Encoding.UTF8.GetString(JsoncEditor.Remove(Encoding.UTF8.GetBytes(text), "f", path.Split(':'))).ShouldBe(expected);

    [Fact]
    public void Set_ThroughSomethingThatIsNoObject_SaysWhere() =>
        Should.Throw<HostConfigurationException>(() => JsoncEditor.Set("{\n  \"a\": 1\n}"u8.ToArray(), "f", "1", "a", "b")).Message.ShouldContain("f:2:3");

    [Fact]
    public void Set_OfWhatIsNotJson_Fails() =>
        Should.Throw<HostConfigurationException>(() => JsoncEditor.Set("{}"u8.ToArray(), "f", "no json", "a"));

    [Fact]
    public void SetAndRemove_OfAnyFile_ChangeThatValueAndKeepEveryCommentAndOtherValue() => Documents.Sample(
        document =>
        {
            var (text, keys) = document;
            var bytes = Encoding.UTF8.GetBytes(text);
            foreach (var key in keys.Append("fresh"))
            {
                var set = JsoncEditor.Set(bytes, "f", "\"new\"", key);
                JsoncReader.ReadFile(set, "f").Find(key)!.Value.ShouldBe("new", text);
                Comments(set).ShouldBe(Comments(bytes), text);
                Values(set, key).ShouldBe(Values(bytes, key), text);
                var removed = JsoncEditor.Remove(bytes, "f", key);
                JsoncReader.ReadFile(removed, "f").Find(key).ShouldBeNull(text);
                Comments(removed).ShouldBe(Comments(bytes), text);
                Values(removed, key).ShouldBe(Values(bytes, key), text);
            }
        },
        iter: 2000);

    private static Gen<(string Text, string[] Keys)> Documents { get; } =
        from count in Gen.Int[0, 4]
        from trivia in OneOf("", " ", "\n", "\n  ", " // c\n", "/* d */", " /* e,} */ ", "\r\n\t// \"f\": 1\r\n").Array[20]
        from values in OneOf("1", "\"x,}//\"", "null", "-2.5e1").Array[4]
        from trailing in Gen.Bool
        select (Build(count, trivia, values, trailing), Enumerable.Range(0, count).Select(index => $"k{index}").ToArray());

    private static string Build(int count, string[] trivia, string[] values, bool trailing)
    {
        var text = new StringBuilder(trivia[0]).Append('{').Append(trivia[1]);
        for (var index = 0; index < count; index++)
        {
            var at = 2 + (4 * index);
            text.Append($"\"k{index}\"").Append(index % 2 == 0 ? ":" : "\n : ").Append(values[index]).Append(trivia[at + 2]);
            if (index < count - 1 || trailing) text.Append(',').Append(trivia[at + 3]);
        }

        return text.Append('}').Append(trivia[19]).ToString();
    }

    private static Gen<string> OneOf(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(index => choices[index]);

    private static int Comments(byte[] text)
    {
        var (count, offset) = (0, 0);
        while (offset < text.Length)
        {
            if (text[offset] == '"')
            {
                offset = Array.IndexOf(text, (byte)'"', offset + 1) + 1;
            }
            else if (text.AsSpan(offset).StartsWith("//"u8) || text.AsSpan(offset).StartsWith("/*"u8))
            {
                count++;
                var end = text.AsSpan(offset).IndexOf(text[offset + 1] == '/' ? "\n"u8 : "*/"u8);
                offset = end < 0 ? text.Length : offset + end + (text[offset + 1] == '/' ? 1 : 2);
            }
            else
            {
                offset++;
            }
        }

        return count;
    }

    private static string[] Values(byte[] text, string except) =>
        [.. JsoncReader.ReadFile(text, "f").Children.Where(pair => pair.Key != except).Select(pair => $"{pair.Key}={pair.Value.Value}")];
}
