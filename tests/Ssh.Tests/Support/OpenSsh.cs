using System.Diagnostics;
using System.Text;

namespace PluginFramework.Ssh.Tests.Support;

/// <summary>OpenSSH's client, as everybody has it.</summary>
public sealed class OpenSsh : IDisposable
{
    private readonly SshFixture _server;
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("ssh-client-");

    public OpenSsh(SshFixture server)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Find("ssh") is null || Find("ssh-keygen") is null, "OpenSSH's client is not installed.");
        _server = server;
    }

    public string KnownHosts => Path.Combine(_home.FullName, "known_hosts");

    public static string? Find(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    public string PathOf(string name) => Path.Combine(_home.FullName, name);

    /// <summary>Makes a key and gives its public half's blob.</summary>
    public byte[] MakeKey(string name, params string[] arguments)
    {
        RunTool("ssh-keygen", ["-q", "-N", "", "-C", name, "-f", PathOf(name), .. arguments]);
        return Convert.FromBase64String(File.ReadAllText(PathOf(name) + ".pub").Split(' ')[1]);
    }

    /// <returns>What it printed.</returns>
    public static string RunTool(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Find(program)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, error);
        return output;
    }

    /// <summary>Logs in by password and runs a command.</summary>
    public Task<SshRun> RunAsync(string command, params string[] options) => RunAsync(command, null, options);

    public Task<SshRun> RunAsync(string command, byte[]? input, params string[] options) => ExecuteAsync("secret", [.. options, "ann@127.0.0.1", command], input);

    /// <param name="password">What to answer when asked; <see langword="null"/>: there is nobody to ask.</param>
    /// <param name="arguments">Those of the client, after the port and what keeps it apart from the machine's own settings.</param>
    /// <param name="input">Standard input.</param>
    public async Task<SshRun> ExecuteAsync(string? password, string[] arguments, byte[]? input = null)
    {
        using var process = Start(password, arguments);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(SshFixture.Token);
        patience.CancelAfter(TimeSpan.FromSeconds(120));
        var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output, patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            if (input is not null) await process.StandardInput.BaseStream.WriteAsync(input, patience.Token);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading all.
        }

        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"ssh did not end.\n{_server.Log}");
        }

        await reading;
        return new SshRun(process.ExitCode, output.ToArray(), await error);
    }

    public Process Start(string? password, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find("ssh")!, ["-F", "/dev/null", "-p", $"{_server.Port}", "-o", "StrictHostKeyChecking=no", "-o", $"UserKnownHostsFile={KnownHosts}",
            "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "LogLevel=VERBOSE", "-o", "NumberOfPasswordPrompts=1", .. password is null ? new[] { "-o", "BatchMode=yes" } : [], .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        if (password is not null)
        {
            // It asks a program of ours instead of a terminal.
            var answer = PathOf("answer");
            if (!File.Exists(answer))
            {
                File.WriteAllText(answer, "#!/bin/sh\ncase \"$1\" in *ode*) echo \"$SSH_TEST_CODE\";; *) echo \"$SSH_TEST_PASSWORD\";; esac\n");
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(answer, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
            }

            start.Environment["SSH_ASKPASS"] = answer;
            start.Environment["SSH_ASKPASS_REQUIRE"] = "force";
            start.Environment["SSH_TEST_PASSWORD"] = password;
            start.Environment["SSH_TEST_CODE"] = "123456";
        }

        return Process.Start(start)!;
    }

    public void Dispose() => _home.Delete(recursive: true);
}
