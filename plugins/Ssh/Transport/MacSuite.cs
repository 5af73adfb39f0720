using System.Security.Cryptography;

namespace PluginFramework.Ssh.Transport;

/// <summary>A message authentication code by its name.</summary>
internal sealed record MacSuite(string Name, HashAlgorithmName Hash, int KeyOctets);
