namespace PluginFramework.Benchmarks.Starting;

/// <summary>What every measurement of the daemon from outside begins and ends with.</summary>
internal static class Measurement
{
    /// <summary>Finds the daemon, and measures it in a folder that is gone afterwards.</summary>
    /// <param name="name">What the measurement is called on the command line.</param>
    /// <param name="args">The rest of the command line: the daemon's executable, if it is not the one that was built.</param>
    /// <param name="measureAsync">Measures, given the executable and the folder.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string name, string[] args, Func<string, string, Task> measureAsync)
    {
        if (Daemon.FindExecutable(args) is not { } executable)
        {
            await Console.Error.WriteLineAsync($"There is no pluginhost to start. Build it first: dotnet build pluginhost -c Release; or name one: -- {name} PATH");
            return 1;
        }

        var folder = Directory.CreateTempSubdirectory($"pluginframework-{name}-");
        try
        {
            await measureAsync(executable, folder.FullName);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
