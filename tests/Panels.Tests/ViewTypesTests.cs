using System.Reflection;

namespace PluginFramework.Panels.Tests;

public sealed class ViewTypesTests
{
    [Fact]
    public void Views_HoldTypesOfTheContractsAndTheFrameworkAlone()
    {
        var seen = new HashSet<Type>();
        var pending = new Stack<Type>([typeof(View), typeof(ActResult), typeof(PanelDescription)]);
        while (pending.TryPop(out var type))
        {
            if (type.IsGenericType) foreach (var argument in type.GetGenericArguments()) pending.Push(argument);
            if (type.IsArray) pending.Push(type.GetElementType()!);
            if (!seen.Add(type) || type.Assembly == typeof(object).Assembly || type.Namespace!.StartsWith("System", StringComparison.Ordinal)) continue;
            type.Assembly.ShouldBe(typeof(View).Assembly, $"{type} is of no contract");
            // Closed: nobody outside can add a kind that holds something else.
            (type.IsSealed || type.IsEnum || type.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
                .All(constructor => constructor.IsPrivate || IsCopy(constructor))).ShouldBeTrue($"{type} can be derived from");
            foreach (var nested in type.GetNestedTypes()) pending.Push(nested);
            foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public)) pending.Push(property.PropertyType);
        }

        seen.ShouldContain(typeof(ViewLogLine));
        seen.ShouldContain(typeof(PanelValue));
    }

    [Fact]
    public void Views_HoldNothingOpen() => Open(typeof(View)).Concat(typeof(View).GetNestedTypes().SelectMany(Open)).ShouldBeEmpty();

    private static IEnumerable<string> Open(Type type) => type.GetProperties()
        .Where(property => property.PropertyType == typeof(object) || (property.PropertyType.IsInterface && property.PropertyType.Namespace == "System.Collections"))
        .Select(property => $"{type.Name}.{property.Name}");

    /// <summary>What every record has for its descendants; a descendant needs another constructor first.</summary>
    private static bool IsCopy(ConstructorInfo constructor) => constructor.GetParameters() is [var only] && only.ParameterType == constructor.DeclaringType;
}
