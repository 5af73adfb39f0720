using System.Collections.Immutable;
using System.Text;
using PluginFramework.Identity;

namespace PluginFramework.Shell.Tests.Support;

/// <summary>A command of another plugin: greets, waits for ever, or repeats what is typed.</summary>
internal sealed class GreetCommand : IShellCommand
{
    public string Name => "greet";

    public string Summary => "Greets.";

    public string Usage => "NAME";

    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsFor(Principal principal) => principal.IsOperator;

    public async Task<int> RunAsync(IShellSession session, ImmutableArray<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments is ["forever"])
        {
            Waiting.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        if (arguments is ["typed"])
        {
            Waiting.TrySetResult();
            var result = await session.Input.ReadAsync(cancellationToken);
            await session.Output.WriteAsync(Encoding.UTF8.GetBytes($"typed {Encoding.UTF8.GetString(result.Buffer.FirstSpan[..1])}\r\n"), cancellationToken);
            session.Input.AdvanceTo(result.Buffer.GetPosition(1));
            return 0;
        }

        await session.Output.WriteAsync(Encoding.UTF8.GetBytes($"hello {string.Join('+', arguments)}\n"), cancellationToken);
        return 5;
    }
}
