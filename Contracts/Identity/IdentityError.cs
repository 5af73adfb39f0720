namespace PluginFramework.Identity;

/// <summary>Why an account could not be made or changed.</summary>
public enum IdentityError
{
    /// <summary>There is no such user.</summary>
    NoSuchUser,

    /// <summary>The name is taken.</summary>
    UserExists,

    /// <summary>The name is not of the permitted form (<see cref="User.Name"/>).</summary>
    InvalidName,

    /// <summary>The password is too short or too long.</summary>
    InvalidPassword,

    /// <summary>A role or protocol name is not of the permitted form.</summary>
    InvalidValue,

    /// <summary>There is no such key, or it is there already.</summary>
    InvalidKey,

    /// <summary>The code is wrong, or its time is over.</summary>
    InvalidCode,

    /// <summary>The user database in use cannot be changed from here.</summary>
    ReadOnly,

    /// <summary>The one-time link was used, is too old or was never one.</summary>
    InvalidLink,

    /// <summary>Too many attempts; later ones may succeed.</summary>
    Throttled,

    /// <summary>Nobody can make an account for themselves, or too many wait for approval.</summary>
    RegistrationClosed,
}
