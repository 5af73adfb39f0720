using System.Collections.Immutable;

namespace PluginFramework.Core.Startup;

/// <summary>Scripts that have a shell ask the program how a command line can go on.</summary>
internal static class CompletionScripts
{
    // Bash takes colons and equals signs for the ends of words, the program does not: the line is taken apart at spaces, and what
    // bash thinks is an earlier word is cut off the answers.
    private const string Bash = """
        _@_complete() {
            local line="${COMP_LINE:0:COMP_POINT}" cur="${COMP_WORDS[COMP_CWORD]}" IFS=$' \t\n'
            local -a words
            read -ra words <<< "$line"
            [[ $line == *[[:space:]] ]] && words+=("")
            local word="${words[${#words[@]}-1]}" prefix
            [[ $cur == [:=] ]] && cur=""
            prefix="${word%"$cur"}"
            IFS=$'\n'
            COMPREPLY=($("${words[0]}" complete -- "${words[@]:1}" 2>/dev/null))
            COMPREPLY=("${COMPREPLY[@]#"$prefix"}")
        }
        complete -o default -F _@_complete @
        """;

    private const string Zsh = """
        #compdef @
        _@() {
            local -a candidates
            candidates=(${(f)"$(${words[1]} complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)"})
            if (( ${#candidates} )); then compadd -- "${candidates[@]}"; else _files; fi
        }
        compdef _@ @
        """;

    private const string Fish = """
        function __@_complete
            set -l words (commandline -opc) (commandline -ct)
            $words[1] complete -- $words[2..-1] 2>/dev/null
        end
        complete -c @ -a '(__@_complete)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName @ -ScriptBlock {
            param($word, $ast, $position)
            $words = @($ast.CommandElements | Where-Object { $_.Extent.EndOffset -le $position } | ForEach-Object { $_.ToString() })
            if ($word -eq '') { $words += '' }
            $rest = @($words | Select-Object -Skip 1)
            & $words[0] complete -- @rest 2>$null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;

    public static ImmutableArray<string> Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    /// <param name="shell">One of <see cref="Shells"/>.</param>
    /// <param name="program">The program's name.</param>
    public static string For(string shell, string program) => shell switch
    {
        "bash" => Bash.Replace("_@_", $"_{program.Replace('-', '_')}_", StringComparison.Ordinal).Replace(" @", $" {program}", StringComparison.Ordinal),
        "pwsh" => PowerShell.Replace("-CommandName @", $"-CommandName {program}", StringComparison.Ordinal),
        "zsh" => Zsh.Replace("_@", $"_{program}", StringComparison.Ordinal).Replace("#compdef @", $"#compdef {program}", StringComparison.Ordinal).Replace($"compdef _{program} @", $"compdef _{program} {program}", StringComparison.Ordinal),
        _ => Fish.Replace("__@_", $"__{program.Replace('-', '_')}_", StringComparison.Ordinal).Replace("-c @", $"-c {program}", StringComparison.Ordinal),
    };
}
