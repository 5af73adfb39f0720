using PluginFramework.Fuzzing;
using PluginFramework.Ssh.Tests.Fuzzing;
using PluginFramework.TestUtilities;
using SharpFuzz;

Coverage.Begin();

// One line for each protocol.
FuzzTarget[] targets =
[
    .. SshTargets.All,
];

if (args.Length == 0)
{
    foreach (var known in targets) Console.WriteLine(known.Name);
    return 0;
}

if (targets.FirstOrDefault(known => known.Name == args[0]) is not { } target)
{
    Console.Error.WriteLine($"There is no target '{args[0]}'; there are {string.Join(", ", targets.Select(known => known.Name))}.");
    return 64;
}

switch (args[1..])
{
    case []:
        // Started by afl-fuzz, which it talks to.
        Fuzzer.Run(input => target.Run(ReadAll(input)));
        return 0;
    case ["seed", var folder]:
        Directory.CreateDirectory(folder);
        for (var i = 0; i < target.Seeds.Count; i++) await File.WriteAllBytesAsync(Path.Combine(folder, $"seed-{i:D2}"), target.Seeds[i]);
        return 0;
    case ["try", .. var files]:
        foreach (var file in files) target.Run(await File.ReadAllBytesAsync(file));
        return 0;
    case ["keep", var found, var corpus]:
        var kept = Corpus.Keep(target, found, corpus);
        Console.WriteLine($"{target.Name}: {kept.Inputs} inputs of {kept.Octets} octets reach all {kept.Places} places");
        return 0;
    default:
        Console.Error.WriteLine("TARGET, TARGET seed FOLDER, TARGET try FILE… or TARGET keep FOUND CORPUS is wanted.");
        return 64;
}

static byte[] ReadAll(Stream input)
{
    using var copy = new MemoryStream();
    input.CopyTo(copy);
    return copy.ToArray();
}
