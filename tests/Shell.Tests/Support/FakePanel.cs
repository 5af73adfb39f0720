using System.Collections.Immutable;
using PluginFramework.Panels;

namespace PluginFramework.Shell.Tests.Support;

/// <summary>Things that can be listed, added, painted and broken.</summary>
internal sealed class FakePanel : IPanel
{
    private readonly SortedDictionary<string, string> _things = new(StringComparer.Ordinal) { ["lamp"] = "red", ["table"] = "green" };

    public List<ActCall> Calls { get; } = [];

    public ImmutableArray<PanelAct> Acts { get; } =
    [
        new("add", "Add")
        {
            Description = "Adds a thing.", CanDryRun = true,
            Parameters =
            [
                new("name") { Label = "Name", Description = "What it is called.", IsRequired = true, Maximum = 20 },
                new("colour") { Label = "Colour", Choices = ["red", "green", "blue"], IsRequired = true },
                new("password") { Label = "Password", IsSecret = true, Minimum = 4 },
                new("labels") { Label = "Labels", IsList = true },
                new("displayName") { Label = "Display name" },
                new("isNew", PanelParameterKind.Flag) { Label = "New" },
            ],
        },
        new("break", "Break")
        {
            Description = "Breaks a thing.", Confirmation = "Break it?", CanDryRun = true, Parameters = [new("name") { Label = "Name", IsRequired = true }],
        },
        new("fail", "Fail") { Description = "Fails." },
        new("wait", "Wait") { Description = "Waits until it is stopped.", IsReadOnly = true },
        new("find", "Find") { Description = "Finds things.", IsReadOnly = true, Parameters = [new("text") { Label = "Words" }] },
    ];

    public ImmutableArray<PanelParameter> Filters { get; } = [new("colour") { Choices = ["red", "green", "blue"] }, new("as") { Choices = ["list", "why", "log"] }];

    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken)
    {
        if (query.Filters.FindText("as") == "why") return Task.FromResult<View>(new View.Text($"why {query.Subject}"));
        if (query.Filters.FindText("as") == "log")
        {
            return Task.FromResult<View>(new View.Log(
            [
                new(DateTimeOffset.UnixEpoch, "Error", "Thing", "what the log went on to say") { Tone = ViewTone.Bad }, new(DateTimeOffset.UnixEpoch, "Information", "Thing", "the end"),
            ]));
        }

        if (query.Subject is { } name)
        {
            return Task.FromResult<View>(new View.Fields([new("name", "Name", PanelValue.Of(name)), new("colour", "Colour", PanelValue.Of(Find(name)))]));
        }

        return Task.FromResult<View>(new View.Table(
            [new("name", "Name"), new("colour", "Colour")],
            [.. _things.Where(thing => query.Filters.FindText("colour") is not { } colour || thing.Value == colour).Select(thing => new ViewRow([PanelValue.Of(thing.Key), PanelValue.Of(thing.Value)])
            {
                Subject = thing.Key, Tone = thing.Value == "red" ? ViewTone.Bad : ViewTone.Good,
            })]));
    }

    public async Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken)
    {
        Calls.Add(call);
        switch (call.Act)
        {
            case "add":
                if (!call.IsDryRun) _things[call.Arguments.GetText("name")] = call.Arguments.GetText("colour");
                return new($"Added {call.Arguments.GetText("name")}.");
            case "break":
                var name = call.Arguments.GetText("name");
                Find(name);
                if (!call.IsDryRun) _things.Remove(name);
                return new(call.IsDryRun ? $"{name} would be broken." : $"Broke {name}.");
            case "wait":
                Waiting.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                return new("never");
            case "find":
                return new("Found.") { View = new View.Text($"found \e[31m{call.Arguments.FindText("text")}") };
            default:
                throw new InvalidOperationException("secret inner workings");
        }
    }

    private string Find(string name) => _things.GetValueOrDefault(name) ?? throw new PanelException(PanelError.NotFound, $"There is no thing '{name}'.");
}
