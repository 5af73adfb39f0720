using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PluginFramework.Loader.Contexts;

/// <summary>
/// Tells whether a type's static fields can be read without running its initialiser: someone else's code must not begin to run because
/// a leak is looked for, and a type that is not initialised holds nothing.
/// </summary>
internal static class TypeInitialization
{
    // The runtime keeps the flag where its own managed half reads it, and says so nowhere else: believed only on the version it was
    // seen on, and after a trial on two types of our own. Elsewhere only types without an initialiser are read.
    private const int KnownMajorVersion = 10;
    private const int AuxiliaryDataOffset = 0x20;
    private const int IsInitializedFlag = 1;

    private static readonly Lazy<bool> CanTell = new(() =>
    {
        if (nint.Size != 8 || Environment.Version.Major != KnownMajorVersion || Type.GetType("Mono.RuntimeStructs") is not null) return false;
        RuntimeHelpers.RunClassConstructor(typeof(Touched).TypeHandle);
        return IsFlagSet(typeof(Touched)) && !IsFlagSet(typeof(Untouched));
    });

    public static bool AllowsReading(Type type) => type.TypeInitializer is null || (CanTell.Value && IsFlagSet(type));

    private static bool IsFlagSet(Type type) =>
        (Marshal.ReadInt32(Marshal.ReadIntPtr(type.TypeHandle.Value, AuxiliaryDataOffset)) & IsInitializedFlag) != 0;

    private static class Touched
    {
        public static readonly object Value;

        static Touched() => Value = new object();
    }

    private static class Untouched
    {
        public static readonly object Value;

        static Untouched() => Value = new object();
    }
}
