namespace PluginFramework.Prompt.Web;

/// <summary>Where the pages are, and what their forms' fields are called.</summary>
internal static class PromptUrls
{
    public const string Prefix = "prompt";
    public const string Home = "/" + Prefix + "/";
    public const string Login = "/panel/login";
    public const string Token = "_token", Code = "code", Position = "position", After = "after";

    public static string Of(int number) => $"{Home}{number}";

    public const string Assets = Home + "assets";
}
