using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Core.Startup.Tests")]
