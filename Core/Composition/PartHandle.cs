using System.Composition;
using System.Composition.Convention;
using System.Reflection;

namespace PluginFramework.Core.Composition;

/// <summary>
/// Gives every part one more export, named after its class, so that the host can ask a container for a certain part: asking for its
/// contract would not say which part an instance came from.
/// </summary>
internal sealed class PartHandle : AttributedModelProvider
{
    public static PartHandle Instance { get; } = new();

    public static string NameOf(string typeName) => "part:" + typeName;

    public override IEnumerable<Attribute> GetCustomAttributes(Type reflectedType, MemberInfo member)
    {
        if (member is Type type) return type.GetCustomAttributes<Attribute>(inherit: false).Append(new ExportAttribute(NameOf(type.FullName!), typeof(object)));
        // As in MEF without conventions, members of base classes count for nothing.
        return member.DeclaringType == reflectedType ? member.GetCustomAttributes<Attribute>(inherit: false) : [];
    }

    public override IEnumerable<Attribute> GetCustomAttributes(Type reflectedType, ParameterInfo parameter) =>
        parameter.GetCustomAttributes<Attribute>(inherit: false);
}
