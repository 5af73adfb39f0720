using PluginFramework.Prompt;

namespace PluginFramework.Scripting.Tests;

internal static class Results
{
    public static async Task<PromptResult> Run(this IPromptSession session, string code) =>
        await session.EvaluateAsync(code, TestContext.Current.CancellationToken);

    public static async Task<PromptValue?> Value(this IPromptSession session, string code) =>
        await session.Run(code) is var result && result is PromptResult.Completed completed
            ? completed.Value
            : throw new InvalidOperationException($"{code} ended as {Describe(result)}");

    private static string Describe(PromptResult result) =>
        result is PromptResult.Invalid invalid ? $"{invalid.Diagnostics.Length} diagnostics: {string.Join("; ", invalid.Diagnostics)}" : result.ToString();

    public static async Task<string> Text(this IPromptSession session, string code) =>
        (await session.Value(code)).ShouldBeOfType<PromptValue.Scalar>($"value of {code}").Text;
}
