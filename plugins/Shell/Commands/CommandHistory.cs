using System.Collections.Immutable;
using PluginFramework.Shell.Consoles;
using PluginFramework.Shell.Editing;
using PluginFramework.Shell.Text;

namespace PluginFramework.Shell.Commands;

/// <summary>The commands a user typed in this session and in others before. What is secret is left out.</summary>
internal sealed class CommandHistory(Place place, CommandShell shell)
{
    private static readonly string[] SecretNames = ["password", "passphrase", "secret", "token", "credential"];

    public History Entries { get; } = new(place.Histories.Read(place.Principal.UserId));

    /// <summary>Adds a line that was typed.</summary>
    public void Add(string line)
    {
        var words = Words.Scan(line).All;
        // As in other shells, a space in front keeps a line out.
        if (words.IsEmpty || line.StartsWith(' ') || words.Skip(2).Any(NamesSecret)) return;
        var isUnderstood = TryParse(words, out var call);
        if (call is not null && call.Verb.Parameters.Any(parameter => parameter.IsSecret && call.Arguments.ContainsKey(parameter.Name))) return;
        Entries.Add(line);
        // What is typed by mistake, a password for instance, is for this session alone; and the prompt keeps what is entered there itself.
        if (isUnderstood && PromptCode.In(line) is null) place.Histories.Add(place.Principal.UserId, line);
    }

    private static bool NamesSecret(Word word) =>
        word.Text is not ("--password-stdin" or "--no-password") && SecretNames.Any(name => word.Text.Contains(name, StringComparison.OrdinalIgnoreCase));

    private bool TryParse(ImmutableArray<Word> words, out PanelCall? call)
    {
        call = null;
        try
        {
            if (place.FindPanel(words[0].Text) is { } panel) call = PanelCall.Parse(panel, words[1..]);
            return shell.IsCommand(words[0].Text);
        }
        catch (CommandException)
        {
            return false;
        }
    }
}
