using System.Collections.Immutable;
using PluginFramework.Panels;
using PluginFramework.Shell.Editing;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Commands;

/// <summary>Carries out an act: has the user fill in what is missing, asks whether it is to be done, and says what was done.</summary>
internal sealed class ActRunner(Place place)
{
    private const int MaxAttempts = 3;

    private ShellIo Io => place.Io;

    public async Task<int> RunAsync(PanelCall call, CancellationToken cancellationToken)
    {
        var act = call.Verb.Act!;
        call = await ReadSecretsAsync(call, cancellationToken);
        var asked = ImmutableArray<PanelParameter>.Empty;
        if (Io.Can.IsTerminal) (call, asked) = await FillInAsync(call, cancellationToken);
        if (call.Missing() is [var missing, ..]) throw call.Wrong($"{(call.Verb.Positions.Contains(missing) ? missing.Name.ToUpperInvariant() : PanelVerb.OptionOf(missing.Name))} is missing");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await DoAsync(call, act, cancellationToken);
            }
            catch (PanelException refused) when (refused.Error == PanelError.Invalid && attempt < MaxAttempts && asked.Any(parameter => refused.Problems.ContainsKey(parameter.Name)))
            {
                // What was written into the form is put right in the form.
                foreach (var parameter in asked.Where(parameter => refused.Problems.ContainsKey(parameter.Name)))
                {
                    await Io.ErrorAsync(Io.Paint($"{SafeText.Line(parameter.Label)} {SafeText.Line(refused.Problems[parameter.Name])}", Style.Red) + "\n", cancellationToken);
                    call = await AskAsync(call, parameter, cancellationToken);
                }
            }
        }
    }

    private async Task<int> DoAsync(PanelCall call, PanelAct act, CancellationToken cancellationToken)
    {
        var request = new ActRequest(act.Name, call.Arguments) { IsDryRun = call.IsDryRun };
        var wasShown = false;
        if (act is { Confirmation: { } question, IsReadOnly: false } && !call.IsDryRun && !call.IsYes && Io.Can.IsTerminal)
        {
            if (act.CanDryRun)
            {
                var plan = await CarryOutAsync(call, request with { IsDryRun = true }, cancellationToken);
                if (plan.View is { } planned) await Io.WriteAsync(place.Views.Text(planned), cancellationToken);
                await Io.WriteAsync(SafeText.Lines(plan.Message) + "\n", cancellationToken);
                wasShown = true;
            }

            if (!await ConfirmAsync(question, cancellationToken))
            {
                await Io.ErrorAsync("Nothing is changed.\n", cancellationToken);
                return ExitCode.Failed;
            }
        }

        var result = await CarryOutAsync(call, request, cancellationToken);
        if (call.IsJson) await Io.WriteAsync(place.Views.Json(result), cancellationToken);
        else
        {
            if (result.View is { } view && !wasShown) await Io.WriteAsync(place.Views.Text(view), cancellationToken);
            await Io.WriteAsync(Io.Paint(SafeText.Lines(result.Message), result.Tone == ViewTone.Bad ? Style.Red : Style.Plain) + "\n", cancellationToken);
        }

        if (call.IsDryRun) await Io.ErrorAsync("Nothing is changed: this was a dry run.\n", cancellationToken);
        return result.Tone == ViewTone.Bad ? ExitCode.Failed : ExitCode.Ok;
    }

    private Task<ActResult> CarryOutAsync(PanelCall call, ActRequest request, CancellationToken cancellationToken) => Io.InterruptibleAsync(
        token => ProgressLine.RunAsync(Io, progress => place.Catalog.ActAsync(call.Verb.Panel.Name, request, place.Caller, progress, token), token), cancellationToken);

    private async Task<bool> ConfirmAsync(string question, CancellationToken cancellationToken)
    {
        var answer = await Io.Lines.ReadAsync(new($"{SafeText.Line(question)} [y/N] "), cancellationToken);
        return answer.End == LineEnd.Entered && answer.Text.Trim() is { Length: > 0 } text && "yes".StartsWith(text, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<PanelCall> ReadSecretsAsync(PanelCall call, CancellationToken cancellationToken)
    {
        foreach (var name in call.FromInput)
        {
            var line = Io.Can.IsTerminal ? await Io.Lines.ReadSecretAsync($"{name}: ", cancellationToken) : await Io.ReadLineAsync(cancellationToken);
            call = call.With(name, line ?? throw call.Wrong($"there is no line of standard input for '{name}'"));
        }

        return call;
    }

    /// <summary>Asks for what must be given and for secrets; where nothing at all was given that must be, for everything.</summary>
    private async Task<(PanelCall Call, ImmutableArray<PanelParameter> Asked)> FillInAsync(PanelCall call, CancellationToken cancellationToken)
    {
        var isForm = call.Arguments.IsEmpty && !call.Missing().IsEmpty;
        var fields = call.Verb.Parameters.Where(parameter => !call.Arguments.ContainsKey(parameter.Name) && !call.Without.Contains(parameter.Name)
            && (isForm || parameter.IsRequired || (parameter.IsSecret && !call.IsDryRun))).ToImmutableArray();
        if (isForm && fields.Length > 1) await Io.WriteAsync(Io.Paint($"{SafeText.Line(call.Verb.Summary)} Ctrl-C leaves, and nothing is changed.", Style.Dim) + "\n", cancellationToken);
        foreach (var field in fields) call = await AskAsync(call, field, cancellationToken);
        return (call, fields);
    }

    private async Task<PanelCall> AskAsync(PanelCall call, PanelParameter field, CancellationToken cancellationToken)
    {
        await Io.WriteAsync(Describe(field), cancellationToken);
        while (true)
        {
            var text = await ReadAsync(field, cancellationToken) ?? throw new OperationCanceledException("The user left the form.");
            if (text.Length > 0) return Filled(call, field, text);
            if (!field.IsRequired) return call with { Arguments = call.Arguments.Remove(field.Name) };
            await Io.ErrorAsync("It must be given; Ctrl-C leaves.\n", cancellationToken);
        }
    }

    private async Task<string?> ReadAsync(PanelParameter field, CancellationToken cancellationToken)
    {
        var prompt = $"{SafeText.Line(field.Label)}{(field.Default is { } value ? $" [{SafeText.Line(value)}]" : "")}: ";
        if (!field.IsSecret)
        {
            var line = await Io.Lines.ReadAsync(new(prompt) { Aid = new ChoiceAid(field) }, cancellationToken);
            return line.End == LineEnd.Entered ? line.Text.Trim() : null;
        }

        var secret = await Io.Lines.ReadSecretAsync(prompt, cancellationToken);
        // A new one that was mistyped would lock its owner out; one that exists is checked anyway.
        if (string.IsNullOrEmpty(secret) || !field.Name.Contains("password", StringComparison.OrdinalIgnoreCase)) return secret;
        var again = await Io.Lines.ReadSecretAsync("Again: ", cancellationToken);
        return again == secret ? secret : throw new CommandException(ExitCode.Usage, "The two differ; nothing is changed.");
    }

    private static PanelCall Filled(PanelCall call, PanelParameter field, string text)
    {
        if (field.Kind == PanelParameterKind.Flag) text = text.ToUpperInvariant() switch { "Y" or "YES" => "true", "N" or "NO" => "false", _ => text };
        if (!field.IsList) return call.With(field.Name, text);
        ImmutableArray<string> items = [.. text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)];
        return call with { Arguments = call.Arguments.SetItem(field.Name, items) };
    }

    private string Describe(PanelParameter field)
    {
        var notes = new List<string>();
        if (field.Description is { Length: > 0 } text) notes.Add(SafeText.Line(text));
        if (!field.Choices.IsDefaultOrEmpty) notes.Add($"One of {SafeText.Line(string.Join(", ", field.Choices))}.");
        if (field.Kind == PanelParameterKind.Flag) notes.Add("yes or no.");
        if (field.IsList) notes.Add("Several with commas between.");
        if (!field.IsRequired && field.Description?.Contains("empty", StringComparison.OrdinalIgnoreCase) != true) notes.Add("Empty: none.");
        return notes.Count == 0 ? "" : Io.Paint(string.Join(' ', notes), Style.Dim) + "\n";
    }
}
