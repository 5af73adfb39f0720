namespace PluginFramework.Scripting.Values;

/// <summary>Texts of exceptions, whose members may throw themselves.</summary>
internal static class ExceptionText
{
    private const int MaxLength = 4096;
    private const int MaxLines = 64;
    private const int MaxCauses = 4;

    /// <summary>Its message and those of what caused it: <c>It failed. ---&gt; System.FormatException: Bad.</c></summary>
    public static string Message(Exception exception)
    {
        var message = OwnMessage(exception);
        var depth = 0;

        // An aggregate says itself what is in it.
        for (var cause = exception; cause is not AggregateException && cause.InnerException is { } inner && depth < MaxCauses; cause = inner, depth++)
            message += $" ---> {inner.GetType().FullName}: {OwnMessage(inner)}";
        return message;
    }

    private static string OwnMessage(Exception exception)
    {
        try
        {
            var message = exception.Message;
            return message.Length <= MaxLength ? message : message[..MaxLength] + "…";
        }
#pragma warning disable CA1031 // The message is code of the entry's own.
        catch (Exception inner) when (inner is not ThreadInterruptedException)
#pragma warning restore CA1031
        {
            return $"(its message threw {TypeNames.Of(inner.GetType())})";
        }
    }

    /// <summary>The stack without the frames that started the entry; the entry's own frames come first.</summary>
    public static string StackTrace(Exception exception)
    {
        var frames = (exception.StackTrace ?? "")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .TakeWhile(line => !line.Contains(nameof(Execution.EntryRunner), StringComparison.Ordinal))
            .Where(line => !line.StartsWith("---", StringComparison.Ordinal));
        return string.Join('\n', frames.OrderBy(line => !EntryFrame.Is(line)).Take(MaxLines).Select(line => EntryFrame.Is(line) ? EntryFrame.Of(line) : line));
    }
}
