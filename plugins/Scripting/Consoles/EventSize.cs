using PluginFramework.Prompt;

namespace PluginFramework.Scripting.Consoles;

/// <summary>How much memory an event takes, roughly, in characters.</summary>
internal static class EventSize
{
    private const int Object = 32;

    public static long Of(PromptEvent each) => each switch
    {
        PromptEvent.Entered entered => entered.Code.Length + (entered.Spans.Length * 8L) + Object,
        PromptEvent.Wrote wrote => wrote.Text.Length + Object,
        PromptEvent.Ended ended => ended.Result.Output.Length + Of(ended.Result),
        PromptEvent.TaskEnded ended => ended.Name.Length + Of(ended.Result) + Object,
        PromptEvent.Forgot forgot => forgot.Names.Sum(name => (long)name.Length + Object) + Object,
        _ => Object,
    };

    private static long Of(PromptResult result) => result switch
    {
        PromptResult.Completed { Value: { } value } => Of(value),
        PromptResult.Invalid invalid => invalid.Diagnostics.Sum(diagnostic => (long)diagnostic.Message.Length + Object),
        PromptResult.Threw threw => threw.Message.Length + threw.StackTrace.Length + Object,
        _ => Object,
    };

    private static long Of(PromptValue value) => value.Type.Length + Object + value switch
    {
        PromptValue.Scalar scalar => scalar.Text.Length,
        PromptValue.Elided elided => elided.Text.Length,
        PromptValue.Sequence sequence => sequence.Items.Sum(Of),
        PromptValue.Node node => node.Text.Length + node.Members.Sum(member => Object + Of(member.Value)),
        _ => 0,
    };
}
